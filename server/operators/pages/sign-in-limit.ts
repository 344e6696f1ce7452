import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../../errors.ts';
import type { OperatorServices } from '../plugin.ts';

/** Checks a request against the limits. @throws PoolkeeperError `too_many_sign_ins` (429) */
export type CheckSignInLimit = (request: FastifyRequest) => Promise<void>;

/** The size of the network that one IPv6 customer usually has. */
const ipv6Network = 64;

/**
 * Makes the limit on guessing passwords: by address, and more strictly by address and username.
 * It is kept in this process; the pool has its own lock-out by user for guesses from many addresses.
 */
export async function signInLimit(
  app: FastifyInstance,
  { address, username }: OperatorServices['signInLimit'],
): Promise<CheckSignInLimit> {
  await app.register(rateLimit, { global: false });
  const timeWindow = 60_000;
  const byAddress = app.createRateLimit({ max: address, timeWindow, keyGenerator: addressOf });
  const byUsername = app.createRateLimit({
    max: username,
    timeWindow,
    keyGenerator: (request) => `${addressOf(request)} ${usernameOf(request.body)}`,
  });
  return async (request) => {
    for (const check of [byAddress, byUsername]) {
      const limit = await check(request);
      if (!limit.isAllowed && limit.isExceeded) throw tooMany(limit.ttlInSeconds);
    }
  };
}

function addressOf(request: FastifyRequest): string {
  return normalizeIP(request.ip, ipv6Network);
}

function usernameOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('username' in body)) return '';
  return typeof body.username === 'string' ? body.username.trim().toLowerCase() : '';
}

function tooMany(retryAfter: number): PoolkeeperError {
  return new PoolkeeperError({
    code: 'too_many_sign_ins',
    status: 429,
    publicMessage: 'There were too many tries to sign in from here. Wait a minute, then try again.',
    retryAfter,
  });
}
