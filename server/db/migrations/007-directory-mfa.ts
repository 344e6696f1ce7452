import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect.ts';

/**
 * What is known of users' second factors. Few users have a row; it goes when the mirror marks its
 * user deleted, whichever way it learns of that.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('directory_mfa')
    .addColumn('user_id', 'integer', (column) => column.primaryKey())
    .addColumn('pool_id', 'integer', (column) => column.notNull())
    .addColumn('is_on', 'integer', (column) => column.notNull())
    .addColumn('factors', 'text', (column) => column.notNull())
    .addColumn('learnt_at', 'bigint', (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('directory_mfa_state')
    .on('directory_mfa')
    .columns(['pool_id', 'is_on', 'user_id'])
    .execute();
  await database.schema
    .createIndex('directory_mfa_learnt')
    .on('directory_mfa')
    .columns(['pool_id', 'learnt_at'])
    .execute();
  await (isPostgres(database) ? forgetOnPostgres(database) : forgetOnSqlite(database));
}

async function forgetOnSqlite(database: Kysely<unknown>): Promise<void> {
  await sql`create trigger directory_mfa_gone after update of deleted_at on directory_user
    when new.deleted_at is not null
    begin delete from directory_mfa where user_id = new.id; end`.execute(database);
}

async function forgetOnPostgres(database: Kysely<unknown>): Promise<void> {
  await sql`create function directory_mfa_forget() returns trigger language plpgsql as $$
    begin
      delete from directory_mfa where user_id = new.id;
      return null;
    end $$`.execute(database);
  await sql`create trigger directory_mfa_gone after update of deleted_at on directory_user
    for each row when (new.deleted_at is not null)
    execute function directory_mfa_forget()`.execute(database);
}
