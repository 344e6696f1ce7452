import { type ColumnBuilderCallback, type Kysely, sql } from 'kysely';
import { identityOf } from './columns.ts';

/** Bulk work, its users, and the lease of the process that carries it out. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const text: ColumnBuilderCallback = (column) => column.notNull();
  await database.schema
    .createTable('job')
    .addColumn('number', 'integer', identityOf(database))
    .addColumn('pool', 'text', text)
    .addColumn('key', 'text', text)
    .addColumn('state', 'text', text)
    .addColumn('action', 'text', text)
    .addColumn('input', 'text', text)
    .addColumn('selection', 'text', text)
    .addColumn('reason', 'text', text)
    .addColumn('operator_sub', 'text', text)
    .addColumn('operator_username', 'text', text)
    .addColumn('operator_display_name', 'text', text)
    .addColumn('operator_role', 'text', text)
    .addColumn('session_id', 'text', text)
    .addColumn('address', 'text', text)
    .addColumn('browser', 'text', text)
    .addColumn('problem', 'text', text)
    .addColumn('total', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('is_told', 'integer', (column) => column.notNull())
    .addUniqueConstraint('job_key', ['operator_sub', 'key'])
    .execute();
  await database.schema.createIndex('job_is_told').on('job').column('is_told').execute();
  await database.schema
    .createTable('job_item')
    .addColumn('job', 'integer', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('sub', 'text', (column) => column.notNull())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('audit_number', 'integer')
    .addColumn('error_code', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('job_item_key', ['job', 'position'])
    .addUniqueConstraint('job_item_user', ['job', 'sub'])
    .execute();
  await database.schema
    .createIndex('job_item_state')
    .on('job_item')
    .columns(['job', 'state', 'position'])
    .execute();
  await database.schema
    .createTable('job_lease')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();
  await sql`insert into job_lease (id, holder, until) values (1, '', 0)`.execute(database);
}
