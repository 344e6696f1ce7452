import type { FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../../errors.ts';
import { accountOf } from '../access.ts';
import type { LimitedOperation } from '../limits.ts';
import type { AccountServices } from '../services.ts';

/** Errors of a guess that was wrong, or that the pool did not look at after too many of them. */
const wrongGuesses: ReadonlySet<string> = new Set([
  'wrong_password',
  'wrong_code',
  'code_expired',
  'too_many_attempts',
]);

/**
 * Runs work that succeeds only with the right password or code. Wrong ones count toward the rate limit of
 * the account and of the address; the attempt is counted before the work begins.
 *
 * @throws PoolkeeperError `too_many_requests` (429), or what the work throws
 */
export async function limitGuesses<Result>(
  { limits }: Pick<AccountServices, 'limits'>,
  request: FastifyRequest,
  operation: LimitedOperation,
  work: () => Promise<Result>,
): Promise<Result> {
  const attempt = await limits.begin(request, operation, accountOf(request).sub);
  const takeBack = (): Promise<void> =>
    attempt.takeBack().catch((error: unknown) => {
      request.log.error({ err: error }, 'an attempt was not taken back');
    });
  try {
    const result = await work();
    await takeBack();
    return result;
  } catch (error) {
    const isWrong = error instanceof PoolkeeperError && wrongGuesses.has(error.code);
    if (!isWrong) await takeBack();
    throw error;
  }
}
