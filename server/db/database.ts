import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import { forKysely } from './node-sqlite.ts';
import type { Tables } from './schema.ts';

export type Database = Kysely<Tables>;

/**
 * Opens the console's own database and brings its tables up to date.
 *
 * @param url `file:PATH`, where `file::memory:` lives and dies with the process
 * @throws Error when the file cannot be opened or a migration fails
 */
export async function openDatabase(url: string): Promise<Database> {
  const path = url.replace(/^file:/, '');
  if (path === url) throw new Error('DATABASE_URL: only file:PATH is supported by this version.');
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const sqlite = new DatabaseSync(path);
  // An audit intent must be on the disk before the pool is changed: FULL syncs at each commit.
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');

  const database: Database = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: forKysely(sqlite) }),
    plugins: [new CamelCasePlugin()],
  });
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    await database.destroy();
    throw new Error('The database could not be brought up to date.', { cause: error });
  }
  return database;
}
