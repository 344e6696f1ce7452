import { sql, type Transaction } from 'kysely';
import type { Database } from '../../../db/database.ts';
import { dialectOf, isPostgres } from '../../../db/dialect.ts';
import { relaxedTransaction } from '../../../db/relaxed-transaction.ts';
import type { Tables } from '../../../db/schema.ts';

/*
 * Each user has a place by creation and one by username, in tables that are kept in that order. The
 * rows of a walk come in another one, so that nearly each of them would change a page of its own.
 * Thousands at a time, put in order first, share the pages that they change.
 */

/** Whether new users of the pool get their places with their rows; PostgreSQL sees to it itself. */
export async function placesAtOnce(
  transaction: Transaction<Tables>,
  poolId: number,
): Promise<boolean> {
  return !isPostgres(transaction) && !(await arePutOff(transaction, poolId));
}

async function arePutOff(transaction: Transaction<Tables>, poolId: number): Promise<boolean> {
  const { rows } = await sql`select 1 as one from directory_pool
    where id = ${poolId} and placed_to is not null`.execute(transaction);
  return rows.length > 0;
}

/** Gives their places to users whose rows were just inserted. */
export async function placeNew(
  transaction: Transaction<Tables>,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  const { listed } = dialectOf(transaction);
  await sql`insert into directory_created
    select pool_id, created_at, id, status, is_enabled, verified
    from directory_user where id in ${listed(ids)}`.execute(transaction);
  await sql`insert into directory_username
    select pool_id, username, id from directory_user where id in ${listed(ids)}`.execute(
    transaction,
  );
}

/** From now on new users of the pool get their places later: SQLite only. */
export async function putOffPlaces(database: Database, poolId: number): Promise<void> {
  await sql`update directory_pool
    set placed_to = (select coalesce(max(id), 0) from directory_user)
    where id = ${poolId} and placed_to is null`.execute(database);
}

/**
 * Gives their places by creation to those who have none yet; `placeByUsername` is the other half, so
 * that nobody waits for both at once.
 *
 * @returns the last row that was placed
 */
export async function placeByCreation(database: Database, poolId: number): Promise<number> {
  return relaxedTransaction(database, poolId, async (transaction) => {
    const { rows } = await sql<{ last: number | null }>`select max(id) as last
      from directory_user`.execute(transaction);
    const last = rows[0]?.last ?? 0;
    await insertByCreation(transaction, poolId, last);
    return last;
  });
}

/**
 * @param last as `placeByCreation` returned it
 * @returns the same
 */
export async function placeByUsername(
  database: Database,
  poolId: number,
  last: number,
): Promise<number> {
  return relaxedTransaction(database, poolId, async (transaction) => {
    await insertByUsername(transaction, poolId, last);
    await sql`update directory_pool set placed_to = ${last}
      where id = ${poolId} and placed_to is not null`.execute(transaction);
    return last;
  });
}

/** Places everybody who has no place yet, and from now on everybody at once. */
export async function placeAll(database: Database, poolId: number): Promise<void> {
  await relaxedTransaction(database, poolId, async (transaction) => {
    if (!(await arePutOff(transaction, poolId))) return;
    await insertByCreation(transaction, poolId, Number.MAX_SAFE_INTEGER);
    await insertByUsername(transaction, poolId, Number.MAX_SAFE_INTEGER);
    await sql`update directory_pool set placed_to = null where id = ${poolId}`.execute(transaction);
  });
}

/**
 * Those who were changed meanwhile have their place already. `or ignore` also spares SQLite from
 * keeping every page as it was, in case the statement fails midway.
 */
async function insertByCreation(
  transaction: Transaction<Tables>,
  poolId: number,
  last: number,
): Promise<void> {
  await sql`insert or ignore into directory_created
    select u.pool_id, u.created_at, u.id, u.status, u.is_enabled, u.verified
    from directory_pool p cross join directory_user u
    where p.id = ${poolId} and u.id > p.placed_to and u.id <= ${last}
      and +u.pool_id = p.id and u.deleted_at is null
    order by u.created_at, u.id`.execute(transaction);
}

async function insertByUsername(
  transaction: Transaction<Tables>,
  poolId: number,
  last: number,
): Promise<void> {
  await sql`insert or ignore into directory_username
    select u.pool_id, u.username, u.id
    from directory_pool p cross join directory_user u
    where p.id = ${poolId} and u.id > p.placed_to and u.id <= ${last} and +u.pool_id = p.id
    order by u.username, u.id`.execute(transaction);
}
