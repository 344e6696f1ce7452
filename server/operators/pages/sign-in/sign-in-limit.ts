import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../../../errors.ts';
import type { Tries, Try } from '../../../limits/tries.ts';
import { networkOf } from '../../../web/requests/network.ts';
import type { OperatorServices } from '../../services.ts';

/** Counts the tries that failed, so that nobody is kept out by signing in often. */
export interface SignInLimit {
  /** @throws PoolkeeperError `too_many_sign_ins` (429) after too many failures */
  check(request: FastifyRequest): Promise<void>;
  countFailure(request: FastifyRequest): Promise<void>;
}

type Services = { readonly tries: Tries; readonly signInLimit: OperatorServices['signInLimit'] };

/**
 * Makes the limit on guessing passwords: by address, and more strictly by address and username. The
 * pool has its own lock-out by user for guesses from many addresses.
 *
 * A try is counted before it is made and, unless it failed, taken back before it is answered.
 */
export function signInLimit(
  app: FastifyInstance,
  { tries, signInLimit: { address, username } }: Services,
): SignInLimit {
  const underWay = new WeakMap<FastifyRequest, Try>();
  const limitsOf = (request: FastifyRequest) => {
    const from = networkOf(request);
    return [
      { name: from, most: address },
      { name: `${from} ${usernameOf(request.body)}`, most: username },
    ];
  };
  app.addHook('onSend', async (request) => {
    try {
      await underWay.get(request)?.takeBack();
    } catch (error) {
      // The answer stands; the try counts until its minute is over.
      request.log.error({ err: error }, 'a sign-in attempt was not taken back');
    }
  });
  return {
    async check(request) {
      underWay.set(request, await tries.begin(limitsOf(request)));
    },
    async countFailure(request) {
      if (underWay.delete(request)) return;
      // A page without a check has none to keep.
      await tries.begin(limitsOf(request)).catch((error: unknown) => {
        if (!(error instanceof PoolkeeperError)) throw error;
      });
    },
  };
}

function usernameOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('username' in body)) return '';
  return typeof body.username === 'string' ? body.username.trim().toLowerCase() : '';
}
