/** Runs tasks of the same key one after another, in the order they came. */
export type Lock = <Value>(key: string, task: () => Promise<Value>) => Promise<Value>;

/**
 * A lock within this process, for checks that must still hold when the change they allow is made:
 * two administrators who remove each other at the same moment must leave one.
 */
export function createLock(): Lock {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    const before = tails.get(key) ?? Promise.resolve();
    const run = before.then(task, task);
    const tail = run.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await run;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}
