import { sql } from 'kysely';
import type { FacetValue, MfaKnowledge } from '../query.ts';
import { mostCounted } from '../query.ts';
import { type MfaState, mfaStates, type SearchTerm } from '../search-language.ts';
import { conditionsOf } from './conditions.ts';
import { allOf, type Scope } from './scope.ts';

/** The states of second factors that all of the terms allow. */
export function allowedMfa(terms: readonly SearchTerm[]): ReadonlySet<MfaState> {
  return new Set(
    mfaStates.filter((state) =>
      terms.every((term) => term.kind !== 'mfa' || (term.state === state) !== term.isExcluded),
    ),
  );
}

/**
 * How the users who match are spread over what is known of their second factors. Only those who
 * are known are looked at, so it costs the same in any size of pool.
 *
 * @param total how many users match
 * @returns undefined when more are known than are counted one by one
 */
export async function spreadMfa(
  scope: Scope,
  terms: readonly SearchTerm[],
  total: number,
): Promise<readonly FacetValue[] | undefined> {
  const { on, off } = scope.mfa;
  if (on + off === 0 || terms.length === 0) return facetOf(scope.mfa, total);
  if (on + off > mostCounted) return undefined;
  const { rows } = await sql<{ isOn: number; known: number }>`
    select m.is_on, count(*) as known from directory_mfa m cross join directory_user u
    where m.pool_id = ${scope.poolId} and u.id = m.user_id
    and ${allOf(conditionsOf(scope, terms))} group by m.is_on`.execute(scope.database);
  const knownAs = (isOn: number) => rows.find((row) => row.isOn === isOn)?.known ?? 0;
  return facetOf({ on: knownAs(1), off: knownAs(0) }, total);
}

function facetOf({ on, off }: Pick<MfaKnowledge, 'on' | 'off'>, total: number): FacetValue[] {
  const counts = { on, off, unknown: Math.max(0, total - on - off) };
  return mfaStates
    .map((value) => ({ value, count: counts[value] }))
    .filter(({ count }) => count > 0);
}
