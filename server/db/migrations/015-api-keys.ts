import { type Kysely, sql } from 'kysely';

/** Keys with which programs call the admin API. The secret itself is not here: only its SHA-256. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('api_key')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('pools', 'text')
    .addColumn('verbs', 'text')
    .addColumn('networks', 'text')
    .addColumn('owner_sub', 'text', (column) => column.notNull())
    .addColumn('owner_username', 'text', (column) => column.notNull())
    .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
    .addColumn('previous_hash', 'text', (column) => column.unique())
    .addColumn('previous_until', 'bigint')
    .addColumn('rotated_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('end_reason', 'text', (column) => column.notNull().defaultTo(sql`''`))
    .addColumn('used_at', 'bigint')
    .addColumn('used_from', 'text', (column) => column.notNull().defaultTo(sql`''`))
    .execute();
  // So that two keys in use are never taken for each other, however close together they are made.
  await database.schema
    .createIndex('api_key_name')
    .unique()
    .on('api_key')
    .column('name')
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
}
