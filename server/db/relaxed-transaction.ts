import { sql, type Transaction } from 'kysely';
import type { Database } from './database.ts';
import { isPostgres } from './dialect.ts';
import type { Tables } from './schema.ts';

/**
 * A transaction that is all or nothing, but may be forgotten when the power goes right after it:
 * for what can be read from the pool again. A killed process loses nothing. Of those with the same
 * `lock`, one runs at a time.
 *
 * Sources: SQLite, PRAGMA synchronous; PostgreSQL, "Asynchronous Commit" and advisory locks.
 */
export async function relaxedTransaction<Result>(
  database: Database,
  lock: number,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  if (isPostgres(database)) {
    return database.transaction().execute(async (transaction) => {
      await sql`set local synchronous_commit = off`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${lockSpace}, ${lock})`.execute(transaction);
      return work(transaction);
    });
  }
  return relaxedWrite(database, (connection) => connection.transaction().execute(work));
}

/**
 * One statement that may be forgotten when the power goes right after it. On PostgreSQL it is as durable as
 * others.
 */
export async function relaxedWrite<Result>(
  database: Database,
  work: (connection: Database) => Promise<Result>,
): Promise<Result> {
  if (isPostgres(database)) return work(database);
  // The one connection is held meanwhile, so that no other write is relaxed with it.
  return database.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection);
    try {
      return await work(connection);
    } finally {
      await sql`pragma synchronous = full`.execute(connection);
    }
  });
}

/** So that these locks meet no others of the database. */
const lockSpace = 0x7001;
