import { type RawBuilder, sql } from 'kysely';
import type { DirectoryQuery, Sort } from '../../query.ts';
import { createdWithin } from '../conditions.ts';
import type { Scope } from '../scope.ts';
import type { Position } from './cursor.ts';

/** Ids and keys of users in an order, from where a page ended on: to be limited. */
export function orderTable(
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
    const range = after
      ? sql`and (created_at, user_id) ${beyond} (${after.key}, ${after.id})`
      : sql``;
    return sql`select user_id as id, created_at as key, status, is_enabled, verified
      from directory_created where pool_id = ${poolId} ${start} ${end} ${range}
      order by ${ordered('created_at', 'user_id', sort)}`;
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

export function orderBy(sort: Sort, table: string): RawBuilder<unknown> {
  return sql`order by ${ordered(`${table}.key`, `${table}.id`, sort)}`;
}
