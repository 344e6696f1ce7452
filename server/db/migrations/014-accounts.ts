import type { Kysely } from 'kysely';

/**
 * The account API: challenges of sign-ins that wait for an answer, and the sessions of applications that
 * keep their tokens here.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('account_handle')
    .addColumn('id_hash', 'text', (column) => column.primaryKey())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('account_handle_expiry')
    .on('account_handle')
    .column('expires_at')
    .execute();
  await database.schema
    .createTable('account_session')
    .addColumn('id_hash', 'text', (column) => column.primaryKey())
    .addColumn('application', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('account_session_person')
    .on('account_session')
    .columns(['application', 'person'])
    .execute();
  await database.schema
    .createIndex('account_session_expiry')
    .on('account_session')
    .column('expires_at')
    .execute();
}
