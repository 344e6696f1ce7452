import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect.ts';

/**
 * Migrations 002 and 008 were edited after they had landed. This brings the databases that were made
 * by an earlier form of them to the same schema as all others, and adds the row by which a process
 * finds out whether it can write.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await (isPostgres(database) ? onPostgres(database) : onSqlite(database));
  await database.schema
    .createTable('storage_probe')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('probes', 'integer', (column) => column.notNull())
    .execute();
  await sql`insert into storage_probe (id, probes) values (1, 0)`.execute(database);
}

async function onSqlite(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{
    name: string;
  }>`select name from pragma_table_info('directory_pool')`.execute(database);
  for (const column of ['seen', 'progress']) {
    if (rows.some(({ name }) => name === column)) continue;
    await sql`alter table directory_pool add column ${sql.ref(column)} text not null default ''`.execute(
      database,
    );
  }
  await sql`drop trigger if exists directory_user_came`.execute(database);
  await sql`insert into directory_text (directory_text, rank) values ('automerge', 16)`.execute(
    database,
  );
}

async function onPostgres(database: Kysely<unknown>): Promise<void> {
  for (const column of ['seen', 'progress']) {
    await sql`alter table directory_pool
      add column if not exists ${sql.ref(column)} text not null default ''`.execute(database);
    await sql`alter table directory_pool alter column ${sql.ref(column)} drop default`.execute(
      database,
    );
  }
  const { rows } = await sql`select 1 as one from pg_indexes
    where schemaname = current_schema() and indexname = 'directory_user_created'
    and indexdef like '%verified%'`.execute(database);
  if (rows.length > 0) return;
  await sql`drop index if exists directory_user_created`.execute(database);
  await sql`create index directory_user_created on directory_user
    (pool_id, created_at, id, status, is_enabled, verified) where deleted_at is null`.execute(
    database,
  );
}
