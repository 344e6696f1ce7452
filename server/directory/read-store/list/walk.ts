import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { isPostgres } from '../../../db/dialect.ts';
import type { DirectoryQuery, Sort } from '../../query.ts';
import { conditionsOf } from '../conditions.ts';
import { allOf, type Scope } from '../scope.ts';
import type { Position } from './cursor.ts';
import type { Found } from './found.ts';
import { orderBy, orderTable } from './order.ts';
import { mirroredUser, type UserRow, userColumns, withMfa } from './rows.ts';

/** Goes along the order, a slice at a time, until enough rows match. */
export async function walk(
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
