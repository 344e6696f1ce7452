import { Kysely, sql } from 'kysely';
import type { Database } from './database.ts';
import { isPostgres } from './dialect.ts';
import { databasePlugins } from './driver/plugins.ts';
import type { Tables } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

/** The file that a SQLite database is kept in; undefined for PostgreSQL and for one in memory. */
export async function fileOf(database: Database): Promise<string | undefined> {
  if (isPostgres(database)) return undefined;
  const { rows } = await sql<{ file: string }>`select file from pragma_database_list
    where name = 'main'`.execute(database);
  return rows[0]?.file || undefined;
}

/**
 * Opens a SQLite file that `openDatabase` has brought up to date, for a thread that writes much into
 * it: in an order in which a larger cache would not be faster.
 */
export function secondConnection(path: string): Database {
  return new Kysely<Tables>({
    dialect: sqliteDialect(path, { cache: 4 }),
    plugins: databasePlugins(),
  });
}
