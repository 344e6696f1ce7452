import { sql, type Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { isPostgres } from '../dialect.ts';
import type { Tables } from '../schema.ts';
import { withPatience } from './timed-client.ts';

/** Milliseconds; long enough for an upgrade of millions of rows. */
const patience = 60 * 60_000;

/**
 * A transaction whose statements may take long, for work that no page waits for. SQLite knows no
 * timeout of statements.
 *
 * Source: PostgreSQL, `statement_timeout`.
 */
export function patientTransaction<Result>(
  database: Database,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return withPatience(patience, () =>
    database.transaction().execute(async (transaction) => {
      if (isPostgres(database)) {
        await sql`set local statement_timeout = ${sql.raw(String(patience))}`.execute(transaction);
      }
      return work(transaction);
    }),
  );
}
