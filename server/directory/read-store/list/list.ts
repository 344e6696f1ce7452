import type { DirectoryPage, DirectoryQuery, Sort } from '../../query.ts';
import { standardSort } from '../../query.ts';
import { requestOrder } from '../../store/orders.ts';
import type { Scope } from '../scope.ts';
import { narrowest } from '../sources.ts';
import { collect } from './collect.ts';
import { type Position, readCursor, sortOfCursor, writeCursor } from './cursor.ts';
import type { Found } from './found.ts';
import { slicesFor } from './slices.ts';
import { walk } from './walk.ts';

/** A page of users who match, in order. */
export async function listUsers(scope: Scope, query: DirectoryQuery): Promise<DirectoryPage> {
  const { collected } = scope.limits;
  const { source, estimate } = await narrowest(scope, query.terms, collected + 1);
  const isSmall = estimate <= collected;
  const { sort, isPreparing } = await chooseSort(scope, query, isSmall);
  const after = readCursor(query.cursor, sort);
  const { found, stoppedAt, users } = isSmall
    ? ((await glance(scope, query, sort, after, estimate)) ??
      (await collect(scope, query, sort, source, after)))
    : await walk(scope, query, sort, after, (await slicesFor(scope, query)).slices);
  const last = found.length > query.limit ? found[query.limit - 1] : stoppedAt;
  return {
    users,
    nextCursor: last && writeCursor(sort, last),
    sort,
    isPreparing,
  };
}

/** A row of a candidate costs as much as so many places of an index. */
const placesForARow = 30;

/**
 * Looks for few candidates along the order where that costs less than to read and sort them all: a
 * thousand of a million. Undefined where it does not, or where they are not spread evenly.
 */
async function glance(
  scope: Scope,
  query: DirectoryQuery,
  sort: Sort,
  after: Position | undefined,
  candidates: number,
): Promise<Found | undefined> {
  if (sort.column !== standardSort.column) return undefined;
  const { slices, isInIndexes } = await slicesFor(scope, query);
  const { glanced } = scope.limits;
  if (!isInIndexes || slices.first >= Math.min(glanced, placesForARow * candidates))
    return undefined;
  const found = await walk(scope, query, sort, after, { ...slices, most: glanced });
  return found.stoppedAt === undefined ? found : undefined;
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
