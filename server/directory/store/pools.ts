import type { Database } from '../../db/database.ts';

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
  return numUpdatedRows > 0n;
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
