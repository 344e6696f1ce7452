import type { DirectorySummary, Facets, FacetValue } from '../../query.ts';
import { mfaStates, type SearchTerm } from '../../search-language.ts';
import { allowedMfa, spreadMfa } from '../mfa.ts';
import type { Scope } from '../scope.ts';
import { narrowest } from '../sources.ts';
import { type Found, fromRows } from './counting.ts';
import { type Cell, cellsFor, isAboutFacets, readGroupCubes, total } from './cube.ts';

const mostGroups = 50;

/** How many users match, and how they are spread over the facets. */
export async function summarise(
  scope: Scope,
  terms: readonly SearchTerm[],
): Promise<DirectorySummary> {
  const found = (await fromCounters(scope, terms)) ?? (await fromRows(scope, terms));
  if (!('cells' in found)) return { count: found, facets: undefined };
  const count = { total: total(found.cells), isExact: true };
  const mfa = await spreadMfa(scope, terms, count.total);
  return { count, facets: { ...facetsOf(found), mfa } };
}

/** The same, unless many have to be looked at for it. */
export async function summariseQuickly(
  scope: Scope,
  terms: readonly SearchTerm[],
): Promise<DirectorySummary | undefined> {
  const { countedQuickly } = scope.limits;
  if (!isCounted(terms)) {
    const { estimate } = await narrowest(scope, terms, countedQuickly + 1);
    if (estimate > countedQuickly) return undefined;
  }
  return summarise(scope, terms);
}

/** Whether maintained counts tell of a search: one of facets, a group, and unknown second factors. */
function isCounted(terms: readonly SearchTerm[]): boolean {
  const rest = terms.filter((term) => !isAboutFacets(term) && term.kind !== 'mfa');
  const [only] = rest;
  if (only !== undefined && (rest.length > 1 || only.kind !== 'group' || only.isExcluded)) {
    return false;
  }
  return allowedMfa(terms).has('unknown');
}

/** Read off the maintained counts; undefined where these cannot tell. */
async function fromCounters(
  scope: Scope,
  terms: readonly SearchTerm[],
): Promise<Found | undefined> {
  if (!isCounted(terms)) return undefined;
  const allowed = allowedMfa(terms);
  const group = terms.find(({ kind }) => kind === 'group');
  const everybody = await countersFor(
    scope,
    terms,
    group?.kind === 'group' ? group.name : undefined,
  );
  if (allowed.size === mfaStates.length) return everybody;
  // Who is not known is the rest of all; those who are known are few.
  const others = await fromRows(scope, [
    ...terms.filter(({ kind }) => kind !== 'mfa'),
    allowed.size === 1
      ? { kind: 'mfa', state: 'unknown', isExcluded: true }
      : { kind: 'mfa', state: allowed.has('on') ? 'off' : 'on', isExcluded: false },
  ]);
  return 'cells' in others ? without(everybody, others) : undefined;
}

async function countersFor(
  scope: Scope,
  terms: readonly SearchTerm[],
  group: string | undefined,
): Promise<Found> {
  const id = group === undefined ? undefined : (scope.groups.find(group) ?? 0);
  const cubes = await readGroupCubes(scope.database, scope.poolId, id);
  const cells = cellsFor(id === undefined ? scope.cube : (cubes.get(id) ?? []), terms);
  const groups = [...cubes].map(([groupId, all]) => ({
    value: scope.groups.nameOf(groupId),
    count: total(cellsFor(all, terms)),
  }));
  return { cells, groups };
}

function without(all: Found, gone: Found): Found {
  const nameOf = ({ status, isEnabled, verified }: Cell) => `${status}|${isEnabled}|${verified}`;
  const cells = new Map<string, number>();
  for (const cell of gone.cells) {
    cells.set(nameOf(cell), cell.count + (cells.get(nameOf(cell)) ?? 0));
  }
  const groups = new Map(gone.groups.map(({ value, count: members }) => [value, members]));
  const left = <Counted extends { count: number }>(counted: Counted, less = 0): Counted => ({
    ...counted,
    count: Math.max(0, counted.count - less),
  });
  return {
    cells: all.cells.map((cell) => left(cell, cells.get(nameOf(cell)))),
    groups: all.groups.map((group) => left(group, groups.get(group.value))),
  };
}

function facetsOf({ cells, groups }: Found): Omit<Facets, 'mfa'> {
  return {
    status: sumBy(cells, ({ status }) => status),
    enabled: sumBy(cells, ({ isEnabled }) => (isEnabled === 1 ? 'yes' : 'no')),
    verified: sumBy(cells, ({ verified }) => (verified > 0 ? 'yes' : 'no')),
    group: groups
      .filter(({ count: members }) => members > 0)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, mostGroups),
  };
}

function sumBy(cells: readonly Cell[], facetOf: (cell: Cell) => string): FacetValue[] {
  const sums = new Map<string, number>();
  for (const cell of cells) {
    const value = facetOf(cell);
    sums.set(value, (sums.get(value) ?? 0) + cell.count);
  }
  return [...sums]
    .map(([value, members]) => ({ value, count: members }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
