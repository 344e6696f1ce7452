import type { Kysely } from 'kysely';
import { identityOf } from './columns.ts';

/** Named lists of users, and the signed notices that were already carried out. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('saved_view')
    .addColumn('id', 'integer', identityOf(database))
    .addColumn('pool', 'text', (column) => column.notNull())
    .addColumn('owner_sub', 'text', (column) => column.notNull())
    .addColumn('owner_name', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('is_shared', 'integer', (column) => column.notNull())
    .addColumn('query', 'text', (column) => column.notNull())
    .addUniqueConstraint('saved_view_name', ['pool', 'owner_sub', 'name'])
    .execute();
  await database.schema
    .createTable('hook_delivery')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
}
