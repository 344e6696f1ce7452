import type { Kysely } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { Tables } from '../../db/schema.ts';

/** The number under which a pool is mirrored; made when it is seen for the first time. */
export async function poolIdOf(database: Database, alias: string): Promise<number> {
  await database
    .insertInto('directoryPool')
    .values({
      alias,
      leaseHolder: '',
      leaseUntil: 0,
      completeAsOf: null,
      walk: '',
      seen: '',
      progress: '',
      problem: '',
      requestedAt: 0,
    })
    .onConflict((conflict) => conflict.column('alias').doNothing())
    .execute();
  const { id } = await database
    .selectFrom('directoryPool')
    .select('id')
    .where('alias', '=', alias)
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Takes or keeps the right to sync a pool: it belongs to one process until it ends or is not
 * renewed in time.
 *
 * @returns whether `holder` has it now
 */
export async function takeLease(
  database: Database,
  poolId: number,
  holder: string,
  now: number,
  until: number,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('directoryPool')
    .set({ leaseHolder: holder, leaseUntil: until })
    .where('id', '=', poolId)
    .where(({ or, eb }) => or([eb('leaseHolder', '=', holder), eb('leaseUntil', '<', now)]))
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return true;
  // One that lies further ahead was taken by a clock that has jumped back since.
  await database
    .updateTable('directoryPool')
    .set({ leaseUntil: until })
    .where('id', '=', poolId)
    .where('leaseUntil', '>', until)
    .execute();
  return false;
}

/** Gives it back, so that another process need not wait for it to run out. */
export async function releaseLease(
  database: Database,
  poolId: number,
  holder: string,
): Promise<void> {
  await database
    .updateTable('directoryPool')
    .set({ leaseUntil: 0 })
    .where('id', '=', poolId)
    .where('leaseHolder', '=', holder)
    .execute();
}

/** Another process syncs this pool by now: what is under way here must stop. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Where a walk is, as it is stored. */
export type StoredWalk = {
  readonly walk: string;
  readonly seen: string;
  readonly progress: string;
  readonly completeAsOf: number | null;
};

export async function readWalk(
  database: Database,
  poolId: number,
): Promise<StoredWalk & { readonly requestedAt: number }> {
  return database
    .selectFrom('directoryPool')
    .select(['walk', 'seen', 'progress', 'completeAsOf', 'requestedAt'])
    .where('id', '=', poolId)
    .executeTakeFirstOrThrow();
}

/**
 * Stores how far a walk is.
 *
 * @throws LeaseLost when `holder` no longer has the right to sync
 */
export async function writeWalk(
  database: Kysely<Tables>,
  poolId: number,
  holder: string,
  stored: Partial<StoredWalk> & { readonly problem?: string },
): Promise<void> {
  const { numUpdatedRows } = await database
    .updateTable('directoryPool')
    .set(stored)
    .where('id', '=', poolId)
    .where('leaseHolder', '=', holder)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LeaseLost('Another process syncs this pool now.');
}

/** Asks whoever syncs this pool to walk it soon. */
export async function requestWalk(database: Database, poolId: number, at: number): Promise<void> {
  await database
    .updateTable('directoryPool')
    .set({ requestedAt: at })
    .where('id', '=', poolId)
    .execute();
}
