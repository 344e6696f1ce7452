import { sql, type Transaction } from 'kysely';
import { PoolkeeperError } from '../errors.ts';
import type { Database } from './database.ts';
import { isPostgres } from './dialect.ts';
import type { Tables } from './schema.ts';

/** What only one process may do at a time; the numbers are the names of the locks. */
export const processLocks = { administrators: 1 } as const;

type ProcessLock = (typeof processLocks)[keyof typeof processLocks];

/**
 * Holds a lock of the database during a task, so that no other process does the same meanwhile. It
 * takes one connection for as long, so a process must not wait here for more than one task at a time. A
 * lock lives in a transaction: it ends with its process, and works through a connection pooler.
 *
 * With SQLite there is one process, and nothing to hold.
 *
 * @param patience milliseconds that may be waited for another process
 * @throws PoolkeeperError `administrators_busy` (503) when another process does not end in time
 *
 * Source: PostgreSQL, "Advisory Locks".
 */
export async function withProcessLock<Value>(
  database: Database,
  lock: ProcessLock,
  task: () => Promise<Value>,
  patience = 30_000,
): Promise<Value> {
  if (!isPostgres(database)) return task();
  const end = performance.now() + patience;
  for (;;) {
    let done: { readonly value: Value } | undefined;
    let isHeld = false;
    try {
      await database.transaction().execute(async (transaction) => {
        await wait(transaction, lock, Math.min(slice, patience));
        isHeld = true;
        done = { value: await task() };
      });
    } catch (error) {
      // What was done is done, even when the lock's own connection broke afterwards.
      if (done !== undefined) return done.value;
      if (isHeld || !isTimeout(error)) throw error;
      if (performance.now() >= end) throw busy(error);
    }
    if (done !== undefined) return done.value;
  }
}

/** Milliseconds of one statement that waits, so that a server that hangs is told from a held lock. */
const slice = 500;

async function wait(
  transaction: Transaction<Tables>,
  lock: ProcessLock,
  milliseconds: number,
): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(milliseconds)}, true)`.execute(transaction);
  // The server must not end the transaction while the pool is being asked.
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
  await sql`select pg_advisory_xact_lock(${lockSpace}, ${lock})`.execute(transaction);
}

/** So that these locks meet no others of the database. */
const lockSpace = 0x7002;

/** PostgreSQL's `lock_not_available`. */
function isTimeout(error: unknown): boolean {
  const cause = error instanceof PoolkeeperError ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === '55P03';
}

function busy(cause: unknown): PoolkeeperError {
  return new PoolkeeperError({
    code: 'administrators_busy',
    status: 503,
    publicMessage:
      'Another change of an administrator has been under way for long. Nothing was changed; try again in a moment.',
    cause,
    retryAfter: 10,
  });
}
