import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { isPostgres } from '../../db/dialect.ts';

/** When jobs were last carried out, as the database has it, and in which database that was. */
export type LastRenewal = {
  /** Milliseconds; 0: never. */
  readonly renewedAt: number;
  readonly lineage: string;
  /** The lineage of this database now: another one after a restore. */
  readonly presentLineage: string;
};

/**
 * Takes or keeps the right to run jobs: it belongs to one process until it ends or is not renewed in
 * time. It holds no longer than until `until` from now on, whatever it says.
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
    .set({ holder, until, renewedAt: now, lineage: lineageOf(database) })
    .where(({ or, eb }) => or([eb('holder', '=', holder), eb('until', '<', now)]))
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return true;
  // One that lies further ahead was taken by a clock that has jumped back since.
  await database.updateTable('jobLease').set({ until }).where('until', '>', until).execute();
  return false;
}

/** Gives it back, so that another process need not wait for it to run out. */
export async function releaseLease(database: Database, holder: string): Promise<void> {
  await database.updateTable('jobLease').set({ until: 0 }).where('holder', '=', holder).execute();
}

export async function lastRenewal(database: Database): Promise<LastRenewal> {
  return database
    .selectFrom('jobLease')
    .select(['renewedAt', 'lineage', lineageOf(database).as('presentLineage')])
    .executeTakeFirstOrThrow();
}

/**
 * What a database has in common with itself only. In PostgreSQL a restored dump has new tables, and a
 * restored base backup or a promoted standby a new timeline. A file of SQLite has nothing of its own.
 *
 * Source: PostgreSQL, "System Information Functions", "Timelines".
 */
function lineageOf(database: Database): RawBuilder<string> {
  if (!isPostgres(database)) return sql<string>`'file'`;
  return sql<string>`(select system_identifier::text from pg_control_system())
    || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
    || '/' || 'job_lease'::regclass::oid::text`;
}
