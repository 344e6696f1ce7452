import { type RawBuilder, sql } from 'kysely';
import type { DirectoryQuery, Sort } from '../../query.ts';
import { compareKeys, textKey } from '../../search/order-key.ts';
import { conditionsOf } from '../conditions.ts';
import { allOf, type Scope } from '../scope.ts';
import type { Source } from '../sources.ts';
import type { Position } from './cursor.ts';
import type { Found } from './found.ts';
import { readUsers } from './rows.ts';

/** Reads everybody who can match and puts them in order here: for few. */
export async function collect(
  scope: Scope,
  { terms, limit }: DirectoryQuery,
  { column, direction }: Sort,
  source: Source,
  after: Position | undefined,
): Promise<Found> {
  const { rows } = await sql<{ id: number; value: string | number | null }>`
    select u.id, ${sortValue(scope, column)} as value
    from ${source.table} as candidate cross join directory_user u
    where u.id = candidate.id and ${allOf(conditionsOf(scope, terms, { id: 'candidate', facts: 'u' }))}`.execute(
    scope.database,
  );
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
