import type { Kysely } from 'kysely';

/** One row: whether this database is for the sandbox or for real pools. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('database_purpose')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .execute();
}
