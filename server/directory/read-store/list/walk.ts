import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { isPostgres } from '../../../db/dialect.ts';
import type { DirectoryQuery, Sort } from '../../query.ts';
import { conditionsOf } from '../conditions.ts';
import { allOf, type Scope } from '../scope.ts';
import type { Source } from '../sources.ts';
import type { Position } from './cursor.ts';
import type { Found } from './found.ts';
import { orderBy, orderTable } from './order.ts';
import { mirroredUser, type UserRow, userColumns, withMfa } from './rows.ts';
import type { Slices } from './slices.ts';

/**
 * Goes along the order, a slice at a time, until enough rows match.
 *
 * @param among where all of those are, so that no other row is read
 */
export async function walk(
  scope: Scope,
  { terms, limit }: DirectoryQuery,
  sort: Sort,
  start: Position | undefined,
  slices: Slices,
  among?: Source,
): Promise<Found> {
  const wanted = limit + 1;
  const found: (UserRow & Position)[] = [];
  const answer = (stoppedAt: Position | undefined): Found => {
    const users = found.slice(0, limit).map((row) => mirroredUser(scope, row));
    return { found, stoppedAt, users };
  };
  const facts = sort.column === 'created' ? 'o' : 'u';
  const conditions = allOf([
    ...(among ? [sql<boolean>`o.id in (select id from ${among.table} as candidate)`] : []),
    ...conditionsOf(scope, terms, { id: 'o', facts }),
  ]);
  let after = start;
  let slice = slices.first;
  for (let lookedAt = 0; lookedAt < slices.most; lookedAt += slice) {
    if (lookedAt > 0) {
      await setImmediate();
      slice = Math.min(2 * slice, Math.max(slices.first, slices.largest));
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
