import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../errors.ts';
import { networkOf } from './requests/network.ts';

/** Callers whose requests are counted at the same time. */
const mostCallers = 10_000;
const minute = 60_000;

/** Counts a request; see `limit` of the operators' plugin. */
export type CountRequest = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/**
 * Makes the rate limit of the API: a number of requests a minute for each operator and each API key, and for
 * each network address from which requests without a valid caller come. Each process counts for itself.
 *
 * The returned function sets `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (seconds), and
 * throws PoolkeeperError `too_many_requests` (429) with the seconds until the next minute.
 *
 * @param perMinute 0: nothing is counted
 *
 * Source: draft-ietf-httpapi-ratelimit-headers-05
 */
export async function createRateLimit(
  app: FastifyInstance,
  perMinute: number,
): Promise<CountRequest> {
  if (perMinute === 0) return async () => undefined;
  await app.register(rateLimit, { global: false, cache: mostCallers });
  const count = app.createRateLimit({
    max: perMinute,
    timeWindow: minute,
    keyGenerator: (request) => request.operator?.sub ?? `address ${networkOf(request)}`,
  });
  return async (request, reply) => {
    const result = await count(request);
    // True for callers on a list of those who are never limited: there is none.
    if (result.isAllowed) return;
    const { max, remaining, ttlInSeconds, isExceeded } = result;
    reply.headers({
      'RateLimit-Limit': String(max),
      'RateLimit-Remaining': String(remaining),
      'RateLimit-Reset': String(ttlInSeconds),
    });
    if (!isExceeded) return;
    throw new PoolkeeperError({
      code: 'too_many_requests',
      status: 429,
      publicMessage: `There were more than ${max} requests within a minute. Wait ${ttlInSeconds} seconds, then try again.`,
      retryAfter: ttlInSeconds,
    });
  };
}
