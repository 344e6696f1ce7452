import type { DirectoryPage, DirectoryQuery, Sort } from '../../query.ts';
import { standardSort } from '../../query.ts';
import { requestOrder } from '../../store/orders.ts';
import type { Scope } from '../scope.ts';
import { narrowest } from '../sources.ts';
import { collect } from './collect.ts';
import { readCursor, sortOfCursor, writeCursor } from './cursor.ts';
import { walk } from './walk.ts';

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
