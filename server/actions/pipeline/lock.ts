import type { Database } from '../../db/database.ts';
import { processLocks, withProcessLock } from '../../db/process-lock.ts';

/** Runs tasks one after another, in the order they came. */
export type Lock = <Value>(task: () => Promise<Value>) => Promise<Value>;

/**
 * A lock for checks that must still hold when the change they allow is made: two administrators who
 * remove each other at the same moment must leave one.
 *
 * In this process they wait in a queue; its first then holds a lock of the database against the
 * other processes. With SQLite the console is one process, and the queue is all there is to it.
 */
export function createAdministratorLock(database: Database): Lock {
  const queue = createQueue();
  return (task) => queue(() => withProcessLock(database, processLocks.administrators, task));
}

function createQueue(): Lock {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = tail.then(task, task);
    tail = run.catch(() => undefined);
    return run;
  };
}
