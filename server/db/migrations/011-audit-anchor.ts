import type { Kysely } from 'kysely';

/** The signed checkpoint that names the anchor of the audit; empty while nothing signed does. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable('audit_chain')
    .addColumn('anchor_checkpoint', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
}
