import { setImmediate } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { FacetValue, UserCount } from '../../query.ts';
import type { SearchTerm } from '../../search-language.ts';
import { conditionsOf } from '../conditions.ts';
import { allOf, type Scope } from '../scope.ts';
import { narrowest, type Source } from '../sources.ts';
import { countStuck } from '../waiting.ts';
import { type Cell, total } from './cube.ts';

/** Who matches, by what facets tell apart, and by group. */
export type Found = { readonly cells: readonly Cell[]; readonly groups: readonly FacetValue[] };

/** Counted one by one; where more match than are counted, so many. */
export async function fromRows(
  scope: Scope,
  terms: readonly SearchTerm[],
): Promise<Found | UserCount> {
  const { countedAtOnce, mostCounted } = scope.limits;
  const tooMany = { total: mostCounted, isExact: false };
  if ((await waiting(scope, terms)) > mostCounted) return tooMany;
  const { source, estimate } = await narrowest(scope, terms, countedAtOnce + 1);
  const found =
    estimate > countedAtOnce
      ? await countInSlices(scope, terms)
      : await count(scope, terms, source.table);
  return total(found.cells) > mostCounted ? tooMany : found;
}

/** How many match a search for nothing but who waits, as the counters have it; 0 for any other. */
async function waiting(scope: Scope, [term, ...rest]: readonly SearchTerm[]): Promise<number> {
  if (term?.kind !== 'stuck' || term.isExcluded || rest.length > 0) return 0;
  return countStuck(scope, term.days);
}

type Counted = Omit<Cell, 'status'> & {
  /** Null where a group is counted. */
  readonly status: string | null;
  readonly groupId: number | null;
};

/** Both in one statement, since finding who matches is what takes time. */
async function count(
  scope: Scope,
  terms: readonly SearchTerm[],
  candidates: RawBuilder<unknown>,
): Promise<Found> {
  const conditions = allOf(conditionsOf(scope, terms, { id: 'candidate', facts: 'u' }));
  const { rows } = await sql<Counted>`
    with candidate(id) as ${candidates}, found as materialized (
      select u.id, u.status, u.is_enabled, u.verified
      from candidate cross join directory_user u
      where u.id = candidate.id and ${conditions} limit ${scope.limits.mostCounted + 1}
    )
    select status, is_enabled, verified, null as group_id, count(*) as count
    from found group by status, is_enabled, verified
    union all
    select null, null, null, m.group_id, count(*)
    from found cross join directory_membership m where m.user_id = found.id
    group by m.group_id`.execute(scope.database);
  return {
    cells: rows.flatMap(({ status, isEnabled, verified, count: users }) =>
      status === null ? [] : { status, isEnabled, verified, count: users },
    ),
    groups: rows.flatMap(({ groupId, count: members }) =>
      groupId === null ? [] : { value: scope.groups.nameOf(groupId), count: members },
    ),
  };
}

/**
 * A search that an index leaves many candidates for: most often more than 10,000 match
 * and the first of them say so; else all are looked at, with room for others between.
 */
async function countInSlices(scope: Scope, terms: readonly SearchTerm[]): Promise<Found> {
  const { countedAtOnce, mostCounted } = scope.limits;
  const { source } = await narrowest(scope, terms, mostCounted + 1, (one) => one.isInOrderOfIds);
  const cells: Cell[] = [];
  const members = new Map<string, number>();
  let ids: readonly number[] = [];
  let last = 0;
  do {
    ids = await idsAfter(scope, source, last);
    last = ids.at(-1) ?? last;
    for (let from = 0; from < ids.length && total(cells) <= mostCounted; from += countedAtOnce) {
      await setImmediate();
      const slice = scope.dialect.listed(ids.slice(from, from + countedAtOnce));
      const found = await count(scope, terms, slice);
      cells.push(...found.cells);
      for (const { value, count: more } of found.groups) {
        members.set(value, more + (members.get(value) ?? 0));
      }
    }
  } while (ids.length > 0 && total(cells) <= mostCounted);
  return { cells, groups: [...members].map(([value, users]) => ({ value, count: users })) };
}

/** The next candidates; finding the first of them anew costs more than the rest. */
async function idsAfter(
  { database, limits }: Scope,
  { table }: Source,
  last: number,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select candidate.id from ${table} as candidate
    where candidate.id > ${last} order by candidate.id limit ${limits.candidatesAtOnce}`.execute(
    database,
  );
  return rows.map(({ id }) => id);
}
