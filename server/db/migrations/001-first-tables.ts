import { type Kysely, sql } from 'kysely';
import { identityOf } from './columns.ts';

/** Audit, sessions and sign-ins in progress. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('audit')
    .addColumn('number', 'integer', identityOf(database))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('refers_to', 'integer', (column) => column.references('audit.number'))
    .addColumn('operator_sub', 'text', (column) => column.notNull())
    .addColumn('operator_username', 'text', (column) => column.notNull())
    .addColumn('operator_role', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('pool', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('target_kind', 'text', (column) => column.notNull())
    .addColumn('target_name', 'text', (column) => column.notNull())
    .addColumn('target_sub', 'text', (column) => column.notNull())
    .addColumn('input', 'text', (column) => column.notNull())
    .addColumn('error_code', 'text', (column) => column.notNull())
    .addColumn('error_message', 'text', (column) => column.notNull())
    .addColumn('duration', 'integer')
    .execute();
  await database.schema
    .createIndex('audit_outcome')
    .on('audit')
    .column('refers_to')
    .where(sql.ref('refers_to'), 'is not', null)
    .execute();
  await database.schema
    .createIndex('audit_target')
    .on('audit')
    .columns(['pool', 'target_kind', 'target_name', 'number'])
    .execute();
  await database.schema
    .createIndex('audit_operator')
    .on('audit')
    .columns(['operator_username', 'number'])
    .execute();

  await database.schema
    .createTable('session')
    .addColumn('id_hash', 'text', (column) => column.primaryKey())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('pending_sign_in')
    .addColumn('id_hash', 'text', (column) => column.primaryKey())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
}
