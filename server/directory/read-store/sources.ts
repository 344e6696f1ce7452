import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../../db/dialect.ts';
import { fold } from '../search/fold.ts';
import { trigrams } from '../search/user-text.ts';
import type { SearchTerm } from '../search-language.ts';
import { startsSub, stuckFor, subFrom } from './conditions.ts';
import { allowedMfa } from './mfa.ts';
import type { Scope } from './scope.ts';
import { cellsFor, isAboutFacets, readGroupCubes, total } from './summary/cube.ts';
import { countStuck } from './waiting.ts';

/** A way to find everybody who can match, through an index. */
export type Source = {
  /** A table expression with the column `id`. */
  readonly table: RawBuilder<unknown>;
  /** Whether a range of ids costs as little as the users in it. */
  readonly isInOrderOfIds: boolean;
  /** About how many rows that is, at most `most`. */
  estimate(most: number): Promise<number>;
};

/** The sources that a search has; everybody is the last. */
export function sourcesOf(scope: Scope, terms: readonly SearchTerm[]): readonly Source[] {
  const included = terms.filter((term) => !term.isExcluded);
  return [
    ...included.flatMap((term) => sourceOf(scope, term) ?? []),
    ...mfaSource(scope, terms),
    ...(terms.some(isAboutFacets) ? [facetSource(scope, terms)] : []),
    {
      // The plus keeps SQLite from an index: this is read in the order of ids, a range at a time.
      table: sql`(select u.id from directory_user u
        where +u.pool_id = ${scope.poolId} and u.deleted_at is null)`,
      isInOrderOfIds: true,
      estimate: async (most) => Math.min(most, total(scope.cube)),
    },
  ];
}

function sourceOf(scope: Scope, term: SearchTerm): Source | undefined {
  switch (term.kind) {
    case 'word': {
      const word = fold(term.text);
      return textSource(scope, word, startsSub(word));
    }
    case 'attribute':
      if (term.name === 'sub') return counted(scope, false, subs(scope, fold(term.text)));
      return textSource(scope, fold(term.text), false);
    case 'group':
      return groupSource(scope, term.name);
    case 'time': {
      if (term.field !== 'created') return undefined;
      return counted(
        scope,
        false,
        sql`(select user_id as id from directory_created where pool_id = ${scope.poolId}
          and created_at >= ${term.from ?? 0}
          and created_at < ${term.before ?? Number.MAX_SAFE_INTEGER})`,
      );
    }
    case 'stuck':
      return {
        table: sql`(select u.id from directory_user u where u.pool_id = ${scope.poolId}
          and u.deleted_at is null and ${stuckFor(scope.now, term.days)})`,
        isInOrderOfIds: false,
        estimate: async (most) => Math.min(most, await countStuck(scope, term.days)),
      };
    default:
      return undefined;
  }
}

function counted({ database }: Scope, isInOrderOfIds: boolean, table: RawBuilder<unknown>): Source {
  return {
    table,
    isInOrderOfIds,
    async estimate(most) {
      const { rows } = await sql<{ found: number }>`select count(*) as found
        from (select 1 as one from ${table} as candidate limit ${most}) as counted`.execute(
        database,
      );
      return rows[0]?.found ?? 0;
    },
  };
}

function subs({ poolId }: Scope, prefix: string): RawBuilder<unknown> {
  return sql`(select u.id from directory_user u where u.pool_id = ${poolId}
    and ${subFrom('u.sub', prefix)})`;
}

/** Three-letter windows of a word that the index is asked for: more would narrow nothing further. */
const mostWindows = 40;

/** Words of one or two letters are in no index. */
function textSource(scope: Scope, word: string, maybeSub: boolean): Source | undefined {
  // Every candidate is compared with the whole word afterwards.
  const windows = trigrams(word).slice(0, mostWindows);
  if (windows.length === 0) return undefined;
  const matching = isPostgres(scope.database)
    ? sql`select u.id from directory_user u
        where u.deleted_at is null and ${scope.dialect.contains('u.search_text', word)}`
    : sql`select rowid as id from directory_text where directory_text match ${windows
        .map((letters) => `"${letters.replaceAll('"', '""')}"`)
        .join(' AND ')}`;
  if (!maybeSub) return counted(scope, true, sql`(${matching})`);
  return counted(
    scope,
    true,
    sql`(${matching} union select id from ${subs(scope, word)} as found)`,
  );
}

function groupSource(scope: Scope, name: string): Source {
  const id = scope.groups.find(name);
  return {
    table: sql`(select user_id as id from directory_membership where group_id = ${id ?? 0})`,
    isInOrderOfIds: true,
    async estimate(most) {
      if (id === undefined) return 0;
      const cubes = await readGroupCubes(scope.database, scope.poolId, id);
      return Math.min(most, total(cubes.get(id) ?? []));
    },
  };
}

/** Everybody whose second factors are known, where nobody else can match. */
function mfaSource({ poolId, mfa }: Scope, terms: readonly SearchTerm[]): Source[] {
  const allowed = allowedMfa(terms);
  if (allowed.has('unknown')) return [];
  const states = [...allowed].map((state) => (state === 'on' ? 1 : 0));
  const known = (allowed.has('on') ? mfa.on : 0) + (allowed.has('off') ? mfa.off : 0);
  return [
    {
      table: sql`(select user_id as id from directory_mfa where pool_id = ${poolId}
        and is_on in (${sql.join([2, ...states].map((state) => sql.lit(state)))}))`,
      isInOrderOfIds: true,
      estimate: async (most) => Math.min(most, known),
    },
  ];
}

function facetSource(scope: Scope, terms: readonly SearchTerm[]): Source {
  const cells = cellsFor(scope.cube, terms);
  const each = cells.map(
    ({ status, isEnabled, verified }) => sql`select u.id from directory_user u
      where u.pool_id = ${scope.poolId} and u.deleted_at is null and u.status = ${status}
      and u.is_enabled = ${isEnabled} and u.verified = ${verified}`,
  );
  const nobody = sql`select 0 as id where 1 = 0`;
  return {
    table: sql`(${each.length === 0 ? nobody : sql.join(each, sql` union all `)})`,
    isInOrderOfIds: true,
    estimate: async (most) => Math.min(most, total(cells)),
  };
}

/** The good source with the fewest rows, and how many those are, counted up to `most`. */
export async function narrowest(
  scope: Scope,
  terms: readonly SearchTerm[],
  most: number,
  isGood: (source: Source) => boolean = () => true,
): Promise<{ source: Source; estimate: number }> {
  let best: { source: Source; estimate: number } | undefined;
  for (const source of sourcesOf(scope, terms).filter(isGood)) {
    const estimate = await source.estimate(best ? Math.min(most, best.estimate) : most);
    if (best === undefined || estimate < best.estimate) best = { source, estimate };
  }
  if (best === undefined) throw new Error('There is always a source.');
  return best;
}
