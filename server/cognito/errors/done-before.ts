import { PoolkeeperError } from '../../errors.ts';
import { wasRetried } from '../errors.ts';

/**
 * Runs a call that can be done only once. When the SDK had to try it again because an answer was
 * lost, being told that it is done already means that our own first try did it.
 *
 * @param code the error code that says "done already"
 */
export async function unlessDoneBefore(code: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    const isDone = error instanceof PoolkeeperError && error.code === code && wasRetried(error);
    if (!isDone) throw error;
  }
}
