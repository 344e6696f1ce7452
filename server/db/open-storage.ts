import type { Config } from '../config.ts';
import { type Database, lockDatabase, openDatabase } from './database.ts';
import type { FileLock } from './driver/file-lock.ts';
import { claimDatabase, type Purpose, refuseForeignFile } from './purpose.ts';

/**
 * Opens the database of the console. A SQLite file is kept from other processes.
 *
 * @param purpose what the database is for; undefined: it is not asked, as in tests
 * @throws UnusableDatabase with one sentence
 */
export async function openStorage(
  { databaseUrl, database: times }: Pick<Config, 'databaseUrl' | 'database'>,
  purpose: Purpose | undefined,
): Promise<{ readonly database: Database; readonly lock: FileLock }> {
  refuseForeignFile(databaseUrl);
  const lock = lockDatabase(databaseUrl);
  try {
    const database = await openDatabase(databaseUrl, times);
    if (purpose !== undefined) await claimDatabase(database, purpose);
    return { database, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}
