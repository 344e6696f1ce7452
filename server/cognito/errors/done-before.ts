import { PoolkeeperError } from '../../errors.ts';
import { isOutcomeUnknown } from '../errors.ts';

/**
 * Runs a call that can be done only once. When its answer is lost it is made once more: a refusal
 * because it is done already then means that the first call did it.
 *
 * @param code the error code that says "done already"
 */
export async function unlessDoneBefore(code: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    await call().catch((second: unknown) => {
      if (!(second instanceof PoolkeeperError && second.code === code)) throw second;
    });
  }
}
