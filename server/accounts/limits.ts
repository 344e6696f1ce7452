import type { FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../errors.ts';
import type { Tries, Try } from '../limits/tries.ts';
import { networkOf } from '../web/requests/network.ts';

/** How many requests of one kind a minute. */
const most = { address: 100, account: 10 };
/** Beginning a sign-in proves nothing: its limits only bound what is stored. */
const mostStarts = { address: 600, account: 60 };

/** What is counted separately; an account may reset its password after too many failed sign-ins. */
export type LimitedOperation =
  | 'sign-in'
  | 'sign-in-start'
  | 'sign-up'
  | 'message'
  | 'code'
  | 'password';

/** Limits requests that try passwords and codes or send messages, by address and by account. */
export interface AccountLimits {
  /**
   * Counts a request before anything is done for it. Whether there is such an account makes no difference.
   *
   * @returns the try, to be taken back after a success where only failures count
   * @throws PoolkeeperError `too_many_requests` (429) with the seconds until the next minute; for sign-ins
   *   its code is `too_many_sign_ins`
   */
  begin(request: FastifyRequest, operation: LimitedOperation, username: string): Promise<Try>;
}

/** @param application its name; each application counts for itself */
export function createAccountLimits(tries: Tries, application: string): AccountLimits {
  return {
    begin(request, operation, username) {
      const name = (subject: string): string => `accounts ${application} ${operation} ${subject}`;
      const limits = operation === 'sign-in-start' ? mostStarts : most;
      return tries
        .begin([
          { name: name(`address ${networkOf(request)}`), most: limits.address },
          { name: name(`account ${username.trim().toLowerCase()}`), most: limits.account },
        ])
        .catch((error: unknown) => {
          throw operation.startsWith('sign-in') ? error : tooManyRequests(error);
        });
    },
  };
}

function tooManyRequests(cause: unknown): unknown {
  if (!(cause instanceof PoolkeeperError)) return cause;
  return new PoolkeeperError({
    code: 'too_many_requests',
    status: 429,
    publicMessage: 'There were too many attempts. Wait a minute, then try again.',
    cause,
    ...(cause.retryAfter !== undefined && { retryAfter: cause.retryAfter }),
  });
}
