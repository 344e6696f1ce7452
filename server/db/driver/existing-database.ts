import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Kysely, SqliteDialect, sql } from 'kysely';
import type { Database } from '../database.ts';
import { migrations } from '../migrations/index.ts';
import { forKysely } from '../node-sqlite.ts';
import { postgresDialect } from '../postgres.ts';
import type { Tables } from '../schema.ts';
import { databasePlugins } from './plugins.ts';

/**
 * Reads a console's database, beside the console or without one. Nothing is written, brought up to
 * date or created: neither the database nor, for a file that no console has open, a log beside it.
 *
 * @param url `file:PATH` or `postgres://...`
 * @returns what `read` returns
 * @throws Error in a sentence when there is no such database, or it is of another version
 */
export async function readExistingDatabase<Result>(
  url: string,
  read: (database: Database) => Promise<Result>,
): Promise<Result> {
  const isFile = url.startsWith('file:');
  const dialect = isFile ? readOnlyDialect(url.slice('file:'.length)) : postgresDialect(url);
  const database: Database = new Kysely<Tables>({ dialect, plugins: databasePlugins() });
  try {
    return await database.connection().execute(async (connection) => {
      if (!isFile) {
        await sql`set session characteristics as transaction read only`.execute(connection);
      }
      await requirePresentVersion(connection);
      return read(connection);
    });
  } finally {
    await database.destroy();
  }
}

function readOnlyDialect(path: string): SqliteDialect {
  if (!existsSync(path)) throw new Error(`There is no database at ${path}.`);
  const address = pathToFileURL(path);
  // Without a log beside it nobody has it open, and even a reader would create one.
  // Source: SQLite, "Write-Ahead Logging", Read-Only Databases.
  if (!existsSync(`${path}-wal`)) address.searchParams.set('immutable', '1');
  return new SqliteDialect({ database: forKysely(new DatabaseSync(address, { readOnly: true })) });
}

async function requirePresentVersion(database: Database): Promise<void> {
  const known = Object.keys(migrations);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`
    .execute(database)
    .catch((cause: unknown) => {
      throw new Error('DATABASE_URL names no database of a console.', { cause });
    });
  const made = new Set(rows.map(({ name }) => name));
  if (known.some((name) => !made.has(name))) {
    throw new Error(
      'This database is of an earlier version. Start the console of this version once, which brings it up to date.',
    );
  }
  if (made.size > known.length) {
    throw new Error('This database is of a later version. Use the command of that version.');
  }
}
