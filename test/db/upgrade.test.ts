import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CamelCasePlugin, type Dialect, Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { migrations } from '../../server/db/migrations/index.ts';
import { postgresDialect } from '../../server/db/postgres.ts';
import type { Tables } from '../../server/db/schema.ts';
import { sqliteDialect } from '../../server/db/sqlite.ts';
import { standardSort } from '../../server/directory/query.ts';
import { createDirectoryReader } from '../../server/directory/read-store/reader.ts';
import { poolIdOf } from '../../server/directory/store/pools.ts';
import { onPostgres } from '../helpers/each-database.ts';

/** Brings an empty database up to 007, when places of users were indexes, and puts two users into it. */
async function fillBeforePlaces(dialect: Dialect): Promise<void> {
  const database = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  const provider = { getMigrations: async () => migrations };
  const { error } = await new Migrator({ db: database, provider }).migrateTo('007-directory-mfa');
  if (error) throw error;
  const poolId = await poolIdOf(database, 'main');
  const user = { poolId, status: 'CONFIRMED', isEnabled: 1, verified: 0, modifiedAt: 0 };
  const content = { writtenAt: 0, digest: '', searchText: '', attributes: '{}' };
  await database
    .insertInto('directoryUser')
    .values([
      { ...user, ...content, sub: 'a', username: 'ana', createdAt: 2, deletedAt: null },
      { ...user, ...content, sub: 'b', username: 'ben', createdAt: 1, deletedAt: null },
      { ...user, ...content, sub: 'c', username: 'cem', createdAt: 3, deletedAt: 4 },
    ])
    .execute();
  await database.destroy();
}

async function expectEverybody(url: string): Promise<void> {
  const database = await openDatabase(url);
  onTestFinished(() => database.destroy());
  const poolId = await poolIdOf(database, 'main');
  const now = () => new Date();
  const reader = createDirectoryReader({ database, poolId, now, revision: () => 0 });
  const page = await reader.list({ terms: [], sort: standardSort, cursor: undefined, limit: 9 });
  expect(page.users.map(({ user }) => user.username)).toEqual(['ana', 'ben']);
  expect(await reader.find('ben')).toMatchObject({ user: { sub: 'b' } });
  expect(await reader.find('cem')).toMatchObject({ user: { sub: 'c' } });
}

describe('A mirror of an earlier version', () => {
  it('keeps its users in lists and by name, on SQLite', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-upgrade-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'console.db');
    await fillBeforePlaces(sqliteDialect(path));
    await expectEverybody(`file:${path}`);
  });

  onPostgres((freshDatabase) => {
    it('keeps its users in lists and by name', async () => {
      const url = await freshDatabase();
      await fillBeforePlaces(postgresDialect(url));
      await expectEverybody(url);
    });
  });
});
