import { type Kysely, sql } from 'kysely';
import { type AuthFactors, type MfaFactor, mfaFactors } from '../../cognito/users/access-types.ts';
import type { Database } from '../../db/database.ts';
import { relaxedTransaction } from '../../db/relaxed-transaction.ts';
import type { Tables } from '../../db/schema.ts';
import type { KnownMfa, MfaKnowledge } from '../query.ts';
import { idsNamed } from './users/named.ts';

/** Second factors as the pool told them. */
export type LearntMfa = Pick<AuthFactors, 'enabled' | 'preferred'>;

/**
 * Keeps which second factors a user has. An older answer does not replace a newer one; a user who
 * is not in the mirror is passed over.
 *
 * @param askedAt milliseconds, when the pool was asked
 */
export async function keepMfa(
  database: Database,
  poolId: number,
  username: string,
  learnt: LearntMfa,
  askedAt: number,
): Promise<void> {
  const isOn = learnt.enabled.length > 0 ? 1 : 0;
  await relaxedTransaction(database, poolId, (transaction) =>
    sql`insert into directory_mfa (user_id, pool_id, is_on, factors, learnt_at)
      select id, pool_id, ${isOn}, ${writeFactors(learnt)}, ${askedAt}
      from directory_user
      where deleted_at is null and id in ${idsNamed(poolId, username)}
      on conflict (user_id) do update set
        is_on = excluded.is_on, factors = excluded.factors, learnt_at = excluded.learnt_at
      where directory_mfa.learnt_at <= excluded.learnt_at`.execute(transaction),
  );
}

/** Forgets it: something may have changed, and nobody knows what. */
export async function forgetMfa(
  database: Database,
  poolId: number,
  username: string,
): Promise<void> {
  await relaxedTransaction(database, poolId, (transaction) =>
    sql`delete from directory_mfa where user_id in ${idsNamed(poolId, username)}`.execute(
      transaction,
    ),
  );
}

/** Of how many users the second factors are known: read off an index that only these are in. */
export async function readMfaKnowledge(
  database: Kysely<Tables>,
  poolId: number,
): Promise<MfaKnowledge> {
  const { rows } = await sql<{ isOn: number; known: number; since: number }>`
    select is_on, count(*) as known, (select min(learnt_at) from directory_mfa
      where pool_id = ${poolId}) as since
    from directory_mfa where pool_id = ${poolId} group by is_on`.execute(database);
  const knownAs = (isOn: number) => rows.find((row) => row.isOn === isOn)?.known ?? 0;
  return { on: knownAs(1), off: knownAs(0), since: rows[0] && new Date(rows[0].since) };
}

/** What a row of directory_mfa says; undefined where there is none. */
export function mfaOf(row: {
  readonly factors: string | null;
  readonly learntAt: number | null;
}): KnownMfa | undefined {
  if (row.factors === null || row.learntAt === null) return undefined;
  const factors = row.factors.split(',').filter(isFactor);
  return { factors, learntAt: new Date(row.learntAt) };
}

/** The one asked for first stands first. */
function writeFactors({ enabled, preferred }: LearntMfa): string {
  const rest = enabled.filter((factor) => factor !== preferred);
  return (rest.length < enabled.length && preferred ? [preferred, ...rest] : rest).join();
}

function isFactor(name: string): name is MfaFactor {
  return mfaFactors.some((factor) => factor === name);
}
