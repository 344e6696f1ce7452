import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../../../errors.ts';
import type { OperatorServices } from '../../services.ts';

/** Counts the tries that failed, so that nobody is kept out by signing in often. */
export interface SignInLimit {
  /** @throws PoolkeeperError `too_many_sign_ins` (429) after too many failures */
  check(request: FastifyRequest): Promise<void>;
  countFailure(request: FastifyRequest): Promise<void>;
}

/** The size of the network that one IPv6 customer usually has. */
const ipv6Network = 64;

/**
 * Makes the limit on guessing passwords: by address, and more strictly by address and username.
 * It is kept in this process; the pool has its own lock-out by user for guesses from many addresses.
 */
export async function signInLimit(
  app: FastifyInstance,
  { address, username }: OperatorServices['signInLimit'],
): Promise<SignInLimit> {
  await app.register(rateLimit, { global: false });
  const timeWindow = 60_000;
  const counters = [
    app.createRateLimit({ max: address - 1, timeWindow, keyGenerator: addressOf }),
    app.createRateLimit({
      max: username - 1,
      timeWindow,
      keyGenerator: (request) => `${addressOf(request)} ${usernameOf(request.body)}`,
    }),
  ];
  return {
    async check(request) {
      for (const count of counters) {
        const limit = await count(request, { increment: false });
        if (!limit.isAllowed && limit.isExceeded) throw tooMany(limit.ttlInSeconds);
      }
    },
    async countFailure(request) {
      for (const count of counters) await count(request);
    },
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
