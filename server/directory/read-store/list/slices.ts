import type { DirectoryQuery } from '../../query.ts';
import type { SearchTerm } from '../../search-language.ts';
import type { Scope } from '../scope.ts';
import { cellsFor, isAboutFacets, readGroupCubes, total } from '../summary/cube.ts';

/** How many places of an order are looked at in the first statement of a walk, in any, and in all. */
export type Slices = { readonly first: number; readonly largest: number; readonly most: number };

/** A little more than are needed when those who match are spread evenly. */
const reserve = 1.3;

/**
 * The slices of a walk that finds its page in the first one, as far as the counters can tell. Facets
 * and groups are looked up in indexes; where nothing else is asked for, many places cost little.
 *
 * @param among how many candidates there are, when only these are read; they may match or not
 */
export async function slicesFor(
  scope: Scope,
  { terms, limit }: DirectoryQuery,
  among?: number,
): Promise<Slices> {
  const { limits } = scope;
  const isInIndexes = among !== undefined || areIndexed(terms);
  const most = isInIndexes ? limits.glanced : limits.largestSlice;
  const least = isInIndexes ? limit + 1 : limits.firstSlice;
  const share = (await shareOf(scope, terms)) * ((among ?? 1) / (among ? total(scope.cube) : 1));
  const needed = Math.ceil((reserve * least) / share);
  const first = Math.max(Math.min(needed, most), Math.min(least, most));
  return { first, largest: limits.largestSlice, most: limits.lookedAt };
}

/** Whether indexes tell of each place of the order whether its user matches. */
export function areIndexed(terms: readonly SearchTerm[]): boolean {
  return terms.every((term) => isAboutFacets(term) || (term.kind === 'group' && !term.isExcluded));
}

/** The part of the pool that facets and groups leave, 0 to 1, were they independent of each other. */
async function shareOf(scope: Scope, terms: readonly SearchTerm[]): Promise<number> {
  const everybody = total(scope.cube);
  if (everybody === 0 || terms.length === 0) return 1;
  let share = total(cellsFor(scope.cube, terms)) / everybody;
  for (const term of terms) {
    if (term.kind !== 'group' || term.isExcluded) continue;
    const id = scope.groups.find(term.name) ?? 0;
    const members = total((await readGroupCubes(scope.database, scope.poolId, id)).get(id) ?? []);
    share *= members / everybody;
  }
  return share;
}
