import { CamelCasePlugin, type Dialect, Kysely } from 'kysely';
import { isRepeated } from './driver/resuming.ts';
import { bringUpToDate, finishFirstMigration } from './driver/upgrade.ts';
import { postgresDialect } from './postgres.ts';
import type { Tables } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

export type Database = Kysely<Tables>;

/**
 * Opens the console's own database and brings its tables up to date.
 *
 * @param url `file:PATH`, where `file::memory:` lives and dies with the process, or
 * `postgres://user:password@host/name`
 * @throws Error when the database cannot be opened or a migration fails
 */
export async function openDatabase(url: string): Promise<Database> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    const database = over(postgresDialect(url));
    await bringUpToDate(database);
    return database;
  }
  if (url.startsWith('file:')) return fileBroughtUpToDate(url.slice('file:'.length));
  throw new Error('DATABASE_URL must be file:PATH or postgres://...');
}

/** What an earlier version left half done is finished first. */
async function fileBroughtUpToDate(path: string): Promise<Database> {
  const database = over(sqliteDialect(path));
  try {
    await bringUpToDate(database);
    return database;
  } catch (error) {
    await database.destroy();
    if (path === ':memory:' || !isRepeated(error)) throw error;
  }
  const resuming = over(sqliteDialect(path, { isResuming: true }));
  try {
    await finishFirstMigration(resuming);
  } finally {
    await resuming.destroy();
  }
  const finished = over(sqliteDialect(path));
  await bringUpToDate(finished);
  return finished;
}

function over(dialect: Dialect): Database {
  return new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
}
