import type { DirectoryPage, DirectoryQuery, Sort } from '../../query.ts';
import { standardSort } from '../../query.ts';
import { requestOrder } from '../../store/orders.ts';
import type { Scope } from '../scope.ts';
import { narrowest, type Source } from '../sources.ts';
import { total } from '../summary/cube.ts';
import { collect } from './collect.ts';
import { type Position, readCursor, sortOfCursor, writeCursor } from './cursor.ts';
import type { Found } from './found.ts';
import { areIndexed, slicesFor } from './slices.ts';
import { walk } from './walk.ts';

/** A page of users who match, in order. */
export async function listUsers(scope: Scope, query: DirectoryQuery): Promise<DirectoryPage> {
  const { collected, glancedAmong } = scope.limits;
  const most = Math.max(collected, glancedAmong);
  const candidates = await narrowest(scope, query.terms, most + 1);
  const isSmall = candidates.estimate <= collected;
  const { sort, isPreparing } = await chooseSort(scope, query, isSmall);
  const after = readCursor(query.cursor, sort);
  const { found, stoppedAt, users } =
    (await glance(scope, query, sort, after, candidates)) ??
    (isSmall
      ? await collect(scope, query, sort, candidates.source, after)
      : await walk(scope, query, sort, after, await slicesFor(scope, query)));
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
  { source, estimate }: { readonly source: Source; readonly estimate: number },
): Promise<Found | undefined> {
  const { glanced, glancedAmong, glancedFrom } = scope.limits;
  if (sort.column !== standardSort.column || estimate > glancedAmong) return undefined;
  const isIndexed = areIndexed(query.terms);
  if (!isIndexed && total(scope.cube) < glancedFrom) return undefined;
  const slices = await slicesFor(scope, query, isIndexed ? undefined : estimate);
  if (slices.first >= Math.min(glanced, placesForARow * estimate)) return undefined;
  const within = { ...slices, most: glanced };
  const found = await walk(scope, query, sort, after, within, isIndexed ? undefined : source);
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
