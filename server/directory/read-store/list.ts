import { setImmediate } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../../db/dialect.ts';
import type { DirectoryPage, DirectoryQuery, MirroredUser, Sort } from '../query.ts';
import { standardSort } from '../query.ts';
import { compareKeys, textKey } from '../search/order-key.ts';
import { requestOrder } from '../store/orders.ts';
import { conditionsOf, createdWithin } from './conditions.ts';
import { type Position, readCursor, sortOfCursor, writeCursor } from './cursor.ts';
import { mirroredUser, readUsers, type UserRow, userColumns, withMfa } from './rows.ts';
import { allOf, type Scope } from './scope.ts';
import { narrowest, type Source } from './sources.ts';

/** A page of users who match, in order. */
export async function listUsers(scope: Scope, query: DirectoryQuery): Promise<DirectoryPage> {
  const { collected } = scope.limits;
  const { source, estimate } = await narrowest(scope, query.terms, collected + 1);
  const isSmall = estimate <= collected;
  const { sort, isPreparing } = await chooseSort(scope, query, isSmall);
  const after = readCursor(query.cursor, sort);
  const wanted = query.limit + 1;
  const { found, stoppedAt, users } = isSmall
    ? await collect(scope, query, sort, source, after)
    : await walk(scope, query, sort, after, wanted);
  const last = found.length > query.limit ? found[query.limit - 1] : stoppedAt;
  return {
    users,
    nextCursor: last && writeCursor(sort, last),
    sort,
    isPreparing,
  };
}

/** A large pool can only be sorted by what it was put in order by before. */
async function chooseSort(
  scope: Scope,
  { sort, cursor }: DirectoryQuery,
  isSmall: boolean,
): Promise<{ sort: Sort; isPreparing: boolean }> {
  if (isSmall || sort.column === standardSort.column) return { sort, isPreparing: false };
  const order = scope.orders.find(({ column }) => column === sort.column);
  // A list that began in the other order goes on in it.
  const isElsewhere = cursor !== undefined && sortOfCursor(cursor) === standardSort.column;
  if (order?.isReady && !isElsewhere) return { sort, isPreparing: false };
  if (order === undefined) await requestOrder(scope.database, scope.poolId, sort.column);
  return { sort: standardSort, isPreparing: true };
}

type Found = {
  /** One more than are shown, where there are more. */
  readonly found: readonly Position[];
  /** Where looking on begins; undefined at the end, or when enough were found. */
  readonly stoppedAt: Position | undefined;
  /** Those who are shown. */
  readonly users: readonly MirroredUser[];
};

async function collect(
  scope: Scope,
  { terms, limit }: DirectoryQuery,
  { column, direction }: Sort,
  source: Source,
  after: Position | undefined,
): Promise<Found> {
  const { rows } = await sql<{ id: number; value: string | number | null }>`
    select u.id, ${sortValue(scope, column)} as value
    from ${source.table} as candidate cross join directory_user u
    where u.id = candidate.id and ${allOf(conditionsOf(scope, terms))}`.execute(scope.database);
  const sign = direction === 'ascending' ? 1 : -1;
  const compare = (one: Position, other: Position): number =>
    sign * (compareValues(one.key, other.key) || one.id - other.id);
  const found = rows
    .map(({ id, value }) => ({ id, key: keyFrom(column, value) }))
    .filter((row) => after === undefined || compare(row, after) > 0)
    .sort(compare)
    .slice(0, limit + 1);
  const shown = found.slice(0, limit).map(({ id }) => id);
  return { found, stoppedAt: undefined, users: await readUsers(scope, shown) };
}

function sortValue({ dialect }: Scope, column: string): RawBuilder<unknown> {
  switch (column) {
    case 'created':
      return sql`u.created_at`;
    case 'modified':
      return sql`u.modified_at`;
    case 'username':
      return sql`u.username`;
    case 'status':
      return sql`u.status`;
    case 'enabled':
      return sql`u.is_enabled`;
    default:
      return dialect.member('u.attributes', column);
  }
}

function keyFrom(column: string, value: string | number | null): string | number {
  if (column === 'created') return Number(value);
  if (column === 'status' || column === 'enabled') return `${value}`;
  return textKey(value === null ? '' : `${value}`);
}

function compareValues(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return compareKeys(`${one}`, `${other}`);
}

/** Goes along the order, a slice at a time, until enough rows match. */
async function walk(
  scope: Scope,
  { terms, limit }: DirectoryQuery,
  sort: Sort,
  start: Position | undefined,
  wanted: number,
): Promise<Found> {
  const { limits } = scope;
  const found: (UserRow & Position)[] = [];
  const answer = (stoppedAt: Position | undefined): Found => {
    const users = found.slice(0, limit).map((row) => mirroredUser(scope, row));
    return { found, stoppedAt, users };
  };
  const conditions = allOf(conditionsOf(scope, terms));
  let after = start;
  let slice = terms.length === 0 ? wanted : limits.firstSlice;
  for (let lookedAt = 0; lookedAt < limits.lookedAt; lookedAt += slice) {
    if (lookedAt > 0) {
      await setImmediate();
      slice = Math.min(2 * slice, limits.largestSlice);
    }
    const table = orderTable(scope, terms, sort, after);
    // SQLite reads a limited subquery in its order and would sort again if asked to.
    const again = isPostgres(scope.database) ? orderBy(sort, 'o') : sql``;
    const { rows } = await sql<UserRow & Position>`select o.key, ${userColumns(scope)}
      from (${table} limit ${slice}) as o cross join directory_user u ${withMfa}
      where u.id = o.id and ${conditions} ${again} limit ${wanted - found.length}`.execute(
      scope.asNamed,
    );
    found.push(...rows);
    if (found.length >= wanted) return answer(undefined);
    const end = await sql<Position>`select id, key from (${table} limit 1 offset ${slice - 1})
      as last`.execute(scope.database);
    after = end.rows[0];
    if (after === undefined) return answer(undefined);
  }
  return answer(after);
}

function orderTable(
  scope: Scope,
  terms: DirectoryQuery['terms'],
  sort: Sort,
  after: Position | undefined,
): RawBuilder<unknown> {
  const { poolId } = scope;
  const beyond = sql.raw(sort.direction === 'ascending' ? '>' : '<');
  if (sort.column === 'created') {
    const { from, before } = createdWithin(scope, terms);
    // SQLite enters an index at the first bound of an end that it is told. Where the page before
    // ended stands in for the bound of that end, or each page would read all that came before it.
    const isDown = sort.direction === 'descending';
    const start = isDown && after ? sql`` : sql`and created_at < ${before}`;
    const end = !isDown && after ? sql`` : sql`and created_at >= ${from}`;
    const range = after ? sql`and (created_at, id) ${beyond} (${after.key}, ${after.id})` : sql``;
    return sql`select id, created_at as key from directory_user
      where pool_id = ${poolId} and deleted_at is null ${start} ${end} ${range}
      order by ${ordered('created_at', 'id', sort)}`;
  }
  const attribute = scope.numbers.get(sort.column) ?? -1;
  const range = after ? sql`and (key, user_id) ${beyond} (${after.key}, ${after.id})` : sql``;
  return sql`select user_id as id, key from directory_order
    where pool_id = ${poolId} and attribute = ${attribute} ${range}
    order by ${ordered('key', 'user_id', sort)}`;
}

function ordered(key: string, id: string, { direction }: Sort): RawBuilder<unknown> {
  const way = direction === 'ascending' ? 'asc' : 'desc';
  return sql.raw(`${key} ${way}, ${id} ${way}`);
}

function orderBy(sort: Sort, table: string): RawBuilder<unknown> {
  return sql`order by ${ordered(`${table}.key`, `${table}.id`, sort)}`;
}
