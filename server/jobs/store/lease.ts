import type { Database } from '../../db/database.ts';

/**
 * Takes or keeps the right to run jobs: it belongs to one process until it ends or is not renewed in
 * time.
 *
 * @returns whether `holder` has it now
 */
export async function takeLease(
  database: Database,
  holder: string,
  now: number,
  until: number,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('jobLease')
    .set({ holder, until })
    .where(({ or, eb }) => or([eb('holder', '=', holder), eb('until', '<', now)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Gives it back, so that another process need not wait for it to run out. */
export async function releaseLease(database: Database, holder: string): Promise<void> {
  await database.updateTable('jobLease').set({ until: 0 }).where('holder', '=', holder).execute();
}
