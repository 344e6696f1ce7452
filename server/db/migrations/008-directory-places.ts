import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect.ts';

/**
 * Where users stand by creation and by username. In SQLite these are tables of their own instead of
 * indexes, so that a first walk can put thousands of users into their order and then into the tables:
 * an index takes them as they come, each into another page. PostgreSQL keeps its indexes, behind
 * views of the same names.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable('directory_pool').addColumn('placed_to', 'integer').execute();
  await (isPostgres(database) ? viewsOnPostgres(database) : tablesOnSqlite(database));
}

async function viewsOnPostgres(database: Kysely<unknown>): Promise<void> {
  await sql`create view directory_created as
    select pool_id, created_at, id as user_id, status, is_enabled, verified
    from directory_user where deleted_at is null`.execute(database);
  await sql`create view directory_username as
    select pool_id, username, id as user_id from directory_user`.execute(database);
}

async function tablesOnSqlite(database: Kysely<unknown>): Promise<void> {
  await sql`create table directory_created (
    pool_id integer not null, created_at bigint not null, user_id integer not null,
    status text not null, is_enabled integer not null, verified integer not null,
    primary key (pool_id, created_at, user_id)) without rowid`.execute(database);
  await sql`create table directory_username (
    pool_id integer not null, username text not null, user_id integer not null,
    primary key (pool_id, username, user_id)) without rowid`.execute(database);
  await sql`insert into directory_created
    select pool_id, created_at, id, status, is_enabled, verified from directory_user
    where deleted_at is null order by pool_id, created_at, id`.execute(database);
  await sql`insert into directory_username
    select pool_id, username, id from directory_user order by pool_id, username, id`.execute(
    database,
  );
  await sql`drop index directory_user_created`.execute(database);
  await sql`drop index directory_user_username`.execute(database);
  await followChanges(database);
}

/**
 * Places follow every change of a user. New users get theirs from who inserts them: a trigger would
 * have SQLite keep every page as it was before each row, which costs more than the row.
 *
 * Source: SQLite, "Temporary Files Used By SQLite", Statement Journal Files.
 */
async function followChanges(database: Kysely<unknown>): Promise<void> {
  await sql`create trigger directory_user_changed
    after update of created_at, status, is_enabled, verified, deleted_at on directory_user
    when (old.created_at, old.status, old.is_enabled, old.verified, old.deleted_at)
      is not (new.created_at, new.status, new.is_enabled, new.verified, new.deleted_at)
    begin
      delete from directory_created
        where pool_id = old.pool_id and created_at = old.created_at and user_id = old.id;
      insert into directory_created
        select new.pool_id, new.created_at, new.id, new.status, new.is_enabled, new.verified
        where new.deleted_at is null;
    end`.execute(database);
  await sql`create trigger directory_user_renamed after update of username on directory_user
    when old.username <> new.username
    begin
      delete from directory_username
        where pool_id = old.pool_id and username = old.username and user_id = old.id;
      insert into directory_username values (new.pool_id, new.username, new.id);
    end`.execute(database);
}
