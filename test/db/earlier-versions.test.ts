import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { migrations } from '../../server/db/migrations/index.ts';
import { forKysely } from '../../server/db/node-sqlite.ts';
import { postgresDialect } from '../../server/db/postgres.ts';
import type { Tables } from '../../server/db/schema.ts';
import { sqliteDialect } from '../../server/db/sqlite.ts';
import { onPostgres } from '../helpers/each-database.ts';
import { earlierStates, makeEarlier } from './earlier.ts';
import { schemaOf } from './schema-of.ts';

async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-earlier-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'console.db');
}

async function schemaAt(url: string): Promise<readonly string[]> {
  const database = await openDatabase(url);
  try {
    return await schemaOf(database);
  } finally {
    await database.destroy();
  }
}

const states = Object.keys(earlierStates);

describe('A database of every earlier version has the same tables after the upgrade', () => {
  it.each(states)('on SQLite: %s', async (state) => {
    const path = await temporaryFile();
    await makeEarlier(sqliteDialect(path), state);
    expect(await schemaAt(`file:${path}`)).toEqual(await schemaAt(`file:${await temporaryFile()}`));
  });

  onPostgres((freshDatabase) => {
    it.each(states)('%s', async (state) => {
      const url = await freshDatabase();
      await makeEarlier(postgresDialect(url), state);
      expect(await schemaAt(url)).toEqual(await schemaAt(await freshDatabase()));
    });
  });
});

/**
 * Upgrades statement by statement, as SQLite's were before they were transactions, and is gone before
 * statement `last` of a migration, or at the latest before the record that it was carried out.
 *
 * @returns how many statements the migration has
 */
async function breakOff(path: string, name: string, last: number): Promise<number> {
  const inner = forKysely(new DatabaseSync(path));
  let count = 0;
  let isCounting = false;
  const counted: SqliteDatabase = {
    close: () => inner.close(),
    prepare(text) {
      if (isCounting) count += 1;
      if (isCounting && count > last) throw new Error('killed');
      return inner.prepare(text);
    },
  };
  const database = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: counted }),
    plugins: [new CamelCasePlugin()],
  });
  const broken: Migration = {
    async up(given) {
      isCounting = true;
      await migrations[name]?.up(given);
      throw new Error('killed');
    },
  };
  const provider = { getMigrations: async () => ({ ...migrations, [name]: broken }) };
  const { error } = await new Migrator({ db: database, provider }).migrateToLatest();
  expect(error).toMatchObject({ message: 'killed' });
  await database.destroy();
  return count;
}

describe('A SQLite upgrade that an earlier version left half done is finished at the next start', () => {
  const transactional = '012-one-schema';
  const names = Object.keys(migrations).filter((name) => name < transactional);

  it.each(names)('%s, after each of its statements', async (name) => {
    const whole = await schemaAt(`file:${await temporaryFile()}`);
    const statements = await breakOff(await temporaryFile(), name, Number.POSITIVE_INFINITY);
    for (let last = 1; last <= statements; last += 1) {
      const path = await temporaryFile();
      await breakOff(path, name, last);
      expect([last, await schemaAt(`file:${path}`)]).toEqual([last, whole]);
    }
  });
});
