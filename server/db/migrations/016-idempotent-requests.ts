import type { Kysely } from 'kysely';

/** Requests to the admin API with an `Idempotency-Key`, and what was answered. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('idempotent_request')
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('begun_at', 'bigint', (column) => column.notNull())
    .addColumn('status', 'integer')
    .addColumn('answer', 'text')
    .addPrimaryKeyConstraint('idempotent_request_key', ['actor', 'key'])
    .execute();
  await database.schema
    .createIndex('idempotent_request_begun')
    .on('idempotent_request')
    .column('begun_at')
    .execute();
}
