import type { FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../../errors.ts';
import type { AccountServices } from '../services.ts';

/** What a wrong guess comes out as: of a password, a code or the proof of either. */
const guesses: ReadonlySet<string> = new Set([
  'sign_in_failed',
  'wrong_code',
  'code_used',
  'too_many_attempts',
  'device_refused',
]);

/**
 * Does work that proves who a person is. It counts as an attempt while it lasts and, if it was a wrong
 * guess, afterwards; and fails at moments that say nothing of the reason.
 *
 * @param typedName by which attempts at one account are counted, whether or not there is one
 * @throws PoolkeeperError `too_many_sign_ins` (429), or what the work throws
 */
export async function attempt<Result>(
  { limits, steadyTime }: Pick<AccountServices, 'limits' | 'steadyTime'>,
  request: FastifyRequest,
  typedName: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const counted = await limits.begin(request, 'sign-in', typedName);
  const takeBack = async (): Promise<void> => {
    try {
      await counted.takeBack();
    } catch (error) {
      // The answer stands; the attempt counts until its minute is over.
      request.log.error({ err: error }, 'a sign-in attempt was not taken back');
    }
  };
  try {
    const result = await steadyTime.failures(work);
    await takeBack();
    return result;
  } catch (error) {
    const isGuess = error instanceof PoolkeeperError && guesses.has(error.code);
    if (!isGuess) await takeBack();
    throw error;
  }
}
