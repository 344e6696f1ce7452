import type { Kysely } from 'kysely';

/**
 * What a job is continued from: the list of its users while it is being prepared; and when jobs were last
 * carried out, and in which database, since one that was restored says less.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('job_draft')
    .addColumn('job', 'integer', (column) => column.notNull())
    .addColumn('first', 'integer', (column) => column.notNull())
    .addColumn('users', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('job_draft_key', ['job', 'first'])
    .execute();
  await database.schema
    .alterTable('job_lease')
    .addColumn('renewed_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await database.schema
    .alterTable('job_lease')
    .addColumn('lineage', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
}
