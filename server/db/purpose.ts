import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Config, ConfigError } from '../config.ts';
import { type Database, lockDatabase, openDatabase } from './database.ts';
import type { FileLock } from './driver/file-lock.ts';

/** What a console's database is for: the people of the demo, or those of real pools. */
export type Purpose = 'sandbox' | 'pool';

/**
 * Marks a new database with its purpose, and refuses one of the other purpose: sessions, jobs and the
 * audit of real people never mix with those of the demo.
 *
 * @throws ConfigError when the database is for the other purpose; it is closed then
 */
export async function claimDatabase(database: Database, purpose: Purpose): Promise<void> {
  await database
    .insertInto('databasePurpose')
    .values({ id: 1, purpose })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const marked = await database
    .selectFrom('databasePurpose')
    .select('purpose')
    .executeTakeFirstOrThrow();
  if (marked.purpose === purpose) return;
  await database.destroy();
  throw new ConfigError([
    marked.purpose === 'sandbox'
      ? 'DATABASE_URL names a database that was made for the sandbox. Choose another for a real pool.'
      : 'DATABASE_URL names a database that was made for a real pool. Choose another for the sandbox.',
  ]);
}

/**
 * Refuses a SQLite file with tables that are not the console's, such as a sandbox's pool, before one is
 * made in it.
 *
 * @param url `file:PATH` or `postgres://...`
 * @throws ConfigError when the file belongs to something else
 */
export function refuseForeignFile(url: string): void {
  const path = url.startsWith('file:') ? url.slice('file:'.length) : '';
  if (path === '' || path === ':memory:' || !existsSync(path)) return;
  const names = tablesIn(path);
  if (names.length === 0 || names.includes('kysely_migration')) return;
  throw new ConfigError([
    'DATABASE_URL names a file that belongs to another program or to a sandbox. Choose another file.',
  ]);
}

/** Opening the database properly says what is wrong with a file that cannot be read. */
function tablesIn(path: string): readonly unknown[] {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(path, { readOnly: true });
    const tables = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables.map(({ name }) => name);
  } catch {
    return [];
  } finally {
    file?.close();
  }
}

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
