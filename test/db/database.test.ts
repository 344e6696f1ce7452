import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-db-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it('makes the folder and the tables, and finds them again after a restart', async () => {
  const url = `file:${join(await temporaryFolder(), 'deeper', 'console.db')}`;
  const first = await openDatabase(url);
  await first
    .insertInto('pendingSignIn')
    .values({ idHash: 'a', sealed: 'b', expiresAt: 3 })
    .execute();
  await first.destroy();

  const second = await openDatabase(url);
  onTestFinished(() => second.destroy());
  expect(await second.selectFrom('pendingSignIn').selectAll().execute()).toEqual([
    { idHash: 'a', sealed: 'b', expiresAt: 3 },
  ]);
});

it('syncs every commit to the disk, which the audit relies on', async () => {
  const database = await openDatabase(`file:${join(await temporaryFolder(), 'console.db')}`);
  onTestFinished(() => database.destroy());
  const full = 2;
  const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(database);
  expect(rows).toEqual([{ synchronous: full }]);
});

it('answers the rows of an insert ... returning', async () => {
  const database = await openDatabase('file::memory:');
  onTestFinished(() => database.destroy());
  const inserted = await database
    .insertInto('session')
    .values({ idHash: 'a', sealed: 'b', createdAt: 1, seenAt: 1, expiresAt: 2 })
    .returning('idHash')
    .executeTakeFirst();
  expect(inserted).toEqual({ idHash: 'a' });
});

it('refuses a value that SQLite has no type for', async () => {
  const database = await openDatabase('file::memory:');
  onTestFinished(() => database.destroy());
  await expect(sql`select ${new Date()}`.execute(database)).rejects.toThrow('cannot store');
});

it('refuses an address it cannot open', async () => {
  await expect(openDatabase('mysql://localhost/x')).rejects.toThrow('DATABASE_URL');
});
