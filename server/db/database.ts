import { CamelCasePlugin, type Dialect, Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
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
  const database: Database = new Kysely<Tables>({
    dialect: dialectFor(url),
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

function dialectFor(url: string): Dialect {
  if (/^postgres(ql)?:\/\//.test(url)) return postgresDialect(url);
  if (url.startsWith('file:')) return sqliteDialect(url.slice('file:'.length));
  throw new Error('DATABASE_URL must be file:PATH or postgres://...');
}
