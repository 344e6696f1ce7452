import type { FastifyRequest } from 'fastify';
import { forbidden } from '../../errors.ts';
import { isStillAllowed } from './permission.ts';

/** Milliseconds between two looks. */
const lookEvery = 1000;

/**
 * Passes on what a long answer, such as a file, consists of for as long as its operator may have it.
 *
 * @param elapsed monotonic milliseconds
 * @throws PoolkeeperError (403) in the middle of it, which breaks the answer off
 */
export async function* whileAllowed<Item>(
  request: FastifyRequest,
  items: AsyncIterable<Item>,
  elapsed: () => number,
): AsyncGenerator<Item, void, void> {
  let lookedAt = elapsed();
  for await (const item of items) {
    if (elapsed() - lookedAt >= lookEvery) {
      if (!(await isStillAllowed(request))) throw forbidden('power_lost', 'You may not go on.');
      lookedAt = elapsed();
    }
    yield item;
  }
}
