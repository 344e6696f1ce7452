import type { Database } from '../../db/database.ts';

/** A user that a notice named and that is still to be read from the pool. */
export type NoticedUser = {
  /** Username or sub, as the notice has it. */
  readonly name: string;
  /** Milliseconds; changes when another notice names the user. */
  readonly noticedAt: number;
  /** How often reading the user failed. */
  readonly attempts: number;
};

/** Milliseconds: no user is claimed or postponed for longer. */
export const longestPause = 120_000;

/** Puts users into the queue, durably; one that waits already is to be read (again) from now on. */
export async function enqueueNoticedUsers(
  database: Database,
  poolId: number,
  names: readonly string[],
  now: number,
): Promise<void> {
  await database
    .insertInto('noticedUser')
    .values(names.map((name) => ({ poolId, name, noticedAt: now, attempts: 0, dueAt: now })))
    .onConflict((conflict) =>
      conflict.columns(['poolId', 'name']).doUpdateSet({ noticedAt: now, attempts: 0, dueAt: now }),
    )
    .execute();
}

/**
 * Takes users whose time has come, the longest waiting first. No other process takes them before `until`;
 * then they are due again, in case this process ended.
 */
export async function claimNoticedUsers(
  database: Database,
  poolId: number,
  { now, until, limit }: { now: number; until: number; limit: number },
): Promise<NoticedUser[]> {
  const due = await database
    .selectFrom('noticedUser')
    .select(['name', 'noticedAt', 'attempts', 'dueAt'])
    .where('poolId', '=', poolId)
    // A time that is further away than any pause was written by a clock that has since been set back.
    .where(({ or, eb }) => or([eb('dueAt', '<=', now), eb('dueAt', '>', now + longestPause)]))
    .orderBy('dueAt')
    .limit(limit)
    .execute();
  const claimed: NoticedUser[] = [];
  for (const { name, noticedAt, attempts, dueAt } of due) {
    const { numUpdatedRows } = await database
      .updateTable('noticedUser')
      .set({ dueAt: until })
      .where('poolId', '=', poolId)
      .where('name', '=', name)
      .where('dueAt', '=', dueAt)
      .where('noticedAt', '=', noticedAt)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) claimed.push({ name, noticedAt, attempts });
  }
  return claimed;
}

/** Takes a user out of the queue, unless another notice came meanwhile. */
export async function removeNoticedUser(
  database: Database,
  poolId: number,
  { name, noticedAt }: NoticedUser,
): Promise<void> {
  await database
    .deleteFrom('noticedUser')
    .where('poolId', '=', poolId)
    .where('name', '=', name)
    .where('noticedAt', '=', noticedAt)
    .execute();
}

/** Leaves a user for a later attempt, the `attempts` before it counted, unless another notice came. */
export async function postponeNoticedUser(
  database: Database,
  poolId: number,
  { name, noticedAt, attempts }: NoticedUser,
  dueAt: number,
): Promise<void> {
  await database
    .updateTable('noticedUser')
    .set({ attempts, dueAt })
    .where('poolId', '=', poolId)
    .where('name', '=', name)
    .where('noticedAt', '=', noticedAt)
    .execute();
}
