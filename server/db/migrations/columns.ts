import { type ColumnBuilderCallback, type Kysely, type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../dialect.ts';

/** A primary key that counts up by itself; numbers of removed rows never come back. */
export function identityOf(database: Kysely<unknown>): ColumnBuilderCallback {
  return isPostgres(database)
    ? (column) => column.primaryKey().generatedByDefaultAsIdentity()
    : (column) => column.primaryKey().autoIncrement();
}

/** Text that is ordered by its code points, as SQLite does and PostgreSQL does on request. */
export function orderedText(database: Kysely<unknown>): RawBuilder<string> {
  return isPostgres(database) ? sql`text collate "C"` : sql`text`;
}
