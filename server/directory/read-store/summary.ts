import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { DirectorySummary, Facets, FacetValue, UserCount } from '../query.ts';
import { mostCounted } from '../query.ts';
import { mfaStates, type SearchTerm } from '../search-language.ts';
import { conditionsOf } from './conditions.ts';
import { type Cell, cellsFor, isAboutFacets, readGroupCubes, total } from './cube.ts';
import { allowedMfa, spreadMfa } from './mfa.ts';
import { allOf, type Scope } from './scope.ts';
import { narrowest, type Source } from './sources.ts';

const mostGroups = 50;

/** Who matches, by what facets tell apart, and by group. */
type Found = { readonly cells: readonly Cell[]; readonly groups: readonly FacetValue[] };

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

/** Read off the maintained counts; undefined where these cannot tell. */
async function fromCounters(
  scope: Scope,
  terms: readonly SearchTerm[],
): Promise<Found | undefined> {
  const rest = terms.filter((term) => !isAboutFacets(term) && term.kind !== 'mfa');
  const [only] = rest;
  if (only !== undefined && (rest.length > 1 || only.kind !== 'group' || only.isExcluded)) {
    return undefined;
  }
  const allowed = allowedMfa(terms);
  if (!allowed.has('unknown')) return undefined;
  const everybody = await countersFor(scope, terms, only?.name);
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

/** Counted one by one; where that stops before the end, how far it came. */
async function fromRows(scope: Scope, terms: readonly SearchTerm[]): Promise<Found | UserCount> {
  const { countedAtOnce } = scope.limits;
  const { source, estimate } = await narrowest(scope, terms, countedAtOnce + 1);
  const isScan = estimate > countedAtOnce;
  const { cells, isWhole } = isScan
    ? await countInSlices(scope, terms, source)
    : { cells: await count(scope, terms, source, ''), isWhole: true };
  const found = total(cells);
  if (!isWhole || found > mostCounted) {
    return { total: Math.min(found, mostCounted), isExact: false };
  }
  return { cells, groups: await countGroups(scope, terms, source) };
}

async function count(
  scope: Scope,
  terms: readonly SearchTerm[],
  { table }: Source,
  range: string,
): Promise<Cell[]> {
  const { rows } = await sql<Cell>`
    select status, is_enabled, verified, count(*) as count from (
      select u.status, u.is_enabled, u.verified
      from ${table} as candidate cross join directory_user u
      where u.id = candidate.id ${sql.raw(range)} and ${allOf(conditionsOf(scope, terms))}
      limit ${mostCounted + 1}
    ) as found group by status, is_enabled, verified`.execute(scope.database);
  return rows;
}

/**
 * A search that an index leaves many candidates for: most often more than 10,000 match
 * and the first of them say so; else all are looked at, with room for others between.
 */
async function countInSlices(
  scope: Scope,
  terms: readonly SearchTerm[],
  source: Source,
): Promise<{ cells: readonly Cell[]; isWhole: boolean }> {
  const cells: Cell[] = [];
  const slice = scope.limits.countedAtOnce;
  const { rows } = await sql<{ last: number | null }>`select max(id) as last from directory_user
    where pool_id = ${scope.poolId}`.execute(scope.database);
  const last = rows[0]?.last ?? 0;
  for (let from = 0; from <= last && total(cells) <= mostCounted; from += slice) {
    if (from >= scope.limits.counted) {
      return { cells, isWhole: false };
    }
    if (from > 0) await setImmediate();
    const range = `and candidate.id > ${from} and candidate.id <= ${from + slice}`;
    cells.push(...(await count(scope, terms, source, range)));
  }
  return { cells, isWhole: true };
}

async function countGroups(
  scope: Scope,
  terms: readonly SearchTerm[],
  { table }: Source,
): Promise<FacetValue[]> {
  const { rows } = await sql<{ groupId: number; count: number }>`
    select group_id, count(*) as count
    from ${table} as candidate cross join directory_user u
    cross join directory_membership m
    where u.id = candidate.id and m.user_id = u.id and ${allOf(conditionsOf(scope, terms))}
    group by group_id`.execute(scope.database);
  return rows.map((row) => ({ value: scope.groups.nameOf(row.groupId), count: row.count }));
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
