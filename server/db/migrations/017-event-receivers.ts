import { type Kysely, sql } from 'kysely';

/**
 * Who is sent events: webhooks, and the stream of the audit. Each has a cursor over the audit's row numbers,
 * so that no event is copied.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('event_receiver')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('sealed_secret', 'text', (column) => column.notNull())
    .addColumn('sealed_previous_secret', 'text', (column) => column.notNull().defaultTo(sql`''`))
    .addColumn('previous_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('filter', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('cursor', 'bigint', (column) => column.notNull())
    .addColumn('missed', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_attempt_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('failing_since', 'bigint')
    .addColumn('last_problem', 'text', (column) => column.notNull().defaultTo(sql`''`))
    .addColumn('delivered_at', 'bigint')
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_holder', 'text', (column) => column.notNull().defaultTo(sql`''`))
    .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
}
