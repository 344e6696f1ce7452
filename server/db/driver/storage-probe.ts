import { sql } from 'kysely';
import type { Database } from '../database.ts';

/**
 * Finds out whether the database can be read and written, by writing a row.
 *
 * @throws PoolkeeperError `storage_unavailable` when it cannot
 */
export async function probeStorage(database: Database): Promise<void> {
  await database
    .updateTable('storageProbe')
    .set({ probes: sql`(probes + 1) % 1000000` })
    .where('id', '=', 1)
    .execute();
}
