import type { Kysely } from 'kysely';

/** Users named by notices that are still to be read from their pool. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('noticed_user')
    .addColumn('pool_id', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('noticed_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('noticed_user_key', ['pool_id', 'name'])
    .execute();
  await database.schema
    .createIndex('noticed_user_due')
    .on('noticed_user')
    .columns(['pool_id', 'due_at'])
    .execute();
}
