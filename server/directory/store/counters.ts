import { sql, type Transaction } from 'kysely';
import { dialectOf, isPostgres } from '../../db/dialect.ts';
import { runForEachRow } from '../../db/each-row.ts';
import type { Tables } from '../../db/schema.ts';
import { stuckStatuses } from '../search-language.ts';
import type { UserFacts } from './users/facts.ts';

const day = 86_400_000;

/**
 * Kinds of maintained numbers, with what they are counted by:
 * `user` status|enabled|verified; `group` id|status|enabled|verified; `created` and `confirmed`
 * the day; `stuck` status|day of the last change, of enabled users.
 */
export type CountKind = 'user' | 'group' | 'created' | 'confirmed' | 'stuck';

/** Sums up changes of the maintained numbers, to be written in the same transaction as their cause. */
export type Counters = {
  /** A user became CONFIRMED, as was seen at this time. */
  confirmed(at: number): void;
  /** A user joined (`by` 1) or left (-1) a group. */
  member(groupId: number, facts: UserFacts, by: 1 | -1): void;
  /** A user came (`by` 1), with these groups, or went (-1). */
  user(facts: UserFacts, groupIds: readonly number[], by: 1 | -1): void;
  write(transaction: Transaction<Tables>, poolId: number): Promise<void>;
};

export function createCounters(): Counters {
  const changes = new Map<string, [kind: CountKind, name: string, by: number]>();

  const add = (kind: CountKind, name: string, by: number): void => {
    const key = `${kind}\n${name}`;
    const kept = changes.get(key);
    if (kept) kept[2] += by;
    else changes.set(key, [kind, name, by]);
  };

  return {
    confirmed: (at) => add('confirmed', dayOf(at), 1),
    member: (groupId, facts, by) => add('group', `${groupId}|${cellOf(facts)}`, by),
    user(facts, groupIds, by) {
      const cell = cellOf(facts);
      add('user', cell, by);
      for (const id of groupIds) add('group', `${id}|${cell}`, by);
      add('created', dayOf(facts.createdAt), by);
      if (facts.isEnabled && stuckStatuses.some((status) => status === facts.status)) {
        add('stuck', `${facts.status}|${dayOf(facts.modifiedAt)}`, by);
      }
    },
    async write(transaction, poolId) {
      const rows = [...changes.values()].filter(([, , by]) => by !== 0);
      changes.clear();
      if (rows.length === 0) return;
      await addCounts(transaction, poolId, rows);
    },
  };
}

const adds = `on conflict (pool_id, kind, name) do update
  set value = directory_count.value + excluded.value`;
const addOne = `insert into directory_count (pool_id, kind, name, value) values (?, ?, ?, ?) ${adds}`;

async function addCounts(
  transaction: Transaction<Tables>,
  poolId: number,
  counts: readonly (readonly [kind: CountKind, name: string, by: number])[],
): Promise<void> {
  if (!isPostgres(transaction)) {
    const rows = counts.map((count) => [poolId, ...count]);
    await runForEachRow(transaction, addOne, rows);
    return;
  }
  await sql`insert into directory_count (pool_id, kind, name, value)
    select ${poolId}, value ->> 0, value ->> 1, cast(value ->> 2 as integer)
    from ${dialectOf(transaction).each(counts)} ${sql.raw(adds)}`.execute(transaction);
}

/** The cell of the cube that facets are read from. */
export function cellOf({ status, isEnabled, verified }: UserFacts): string {
  return `${status}|${isEnabled}|${verified}`;
}

/** The day in UTC, `2026-01-31`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The start of the day in UTC, so many days ago. */
export function startOfDay(now: Date, daysAgo: number): number {
  return Math.floor(now.getTime() / day) * day - daysAgo * day;
}
