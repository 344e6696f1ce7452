import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../../server/db/database.ts';
import { standardSort } from '../../../server/directory/query.ts';
import { createDirectoryReader } from '../../../server/directory/read-store/reader.ts';
import { poolIdOf } from '../../../server/directory/store/pools.ts';
import { applyUsers } from '../../../server/directory/store/users/apply-users.ts';
import { deleteUsers } from '../../../server/directory/store/users/delete-users.ts';
import { idsOfName } from '../../../server/directory/store/users/one-user.ts';
import { createWriter, type Writer } from '../../../server/directory/sync/write/writer.ts';
import { expectEqual, mirrorOf, testPool, walked } from '../pool.ts';

const learnt = { at: 1, source: 'sync', auditNumber: undefined } as const;
const batch = { askedAt: 0, learnt, keepsHistory: false } as const;

function userNumber(number: number, change: { isEnabled?: boolean } = {}) {
  return {
    username: `user${number}`,
    sub: `00000000-0000-4000-8000-00000000000${number}`,
    status: 'CONFIRMED',
    isEnabled: true,
    attributes: { email: `user${number}@example.com` },
    createdAt: new Date(number * 1000),
    modifiedAt: new Date(number * 1000),
    ...change,
  } as const;
}

async function openInFile(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-places-'));
  const database = await openDatabase(`file:${join(folder, 'console.db')}`);
  onTestFinished(async () => {
    await database.destroy();
    await rm(folder, { recursive: true, force: true });
  });
  return database;
}

/** Users 1 to 4, written by the thread of a first walk that has not given them their places. */
async function fourWithoutPlaces() {
  const database = await openInFile();
  const poolId = await poolIdOf(database, 'main');
  const writer = await createWriter(database, poolId, true);
  onTestFinished(() => writer.close());
  await writeWith(writer, [3, 1, 4, 2]);
  return { database, poolId, writer, ...readerOf(database, poolId) };
}

async function writeWith(writer: Writer, numbers: readonly number[]): Promise<void> {
  writer.take(await writer.prepare(numbers.map((number) => userNumber(number))));
  await writer.write(numbers.length, batch);
}

function readerOf(database: Database, poolId: number) {
  const reader = () =>
    createDirectoryReader({ database, poolId, now: () => new Date(), revision: () => 0 });
  return {
    find: (name: string) => reader().find(name),
    listed: async () => {
      const page = await reader().list({
        terms: [],
        sort: standardSort,
        cursor: undefined,
        limit: 50,
      });
      return page.users.map(({ user }) => user.username);
    },
  };
}

describe('Users of a large first walk', () => {
  it('are found by name at once, and in lists when they were given their places', async () => {
    const { writer, find, listed } = await fourWithoutPlaces();
    expect(await find('user2')).toMatchObject({ user: { username: 'user2' } });
    expect(await listed()).toEqual([]);
    await writer.place();
    expect(await listed()).toEqual(['user4', 'user3', 'user2', 'user1']);
    expect(await find('user2')).toMatchObject({ user: { username: 'user2' } });
    expect(await find('user5')).toBeUndefined();
  });

  it('are placed by what they are by then, whatever happened to them meanwhile', async () => {
    const { database, poolId, writer, listed } = await fourWithoutPlaces();
    const disabled = userNumber(2, { isEnabled: false });
    await applyUsers(database, poolId, { ...batch, askedAt: 2, users: [disabled] });
    const gone = await idsOfName(database, poolId, 'user3', undefined);
    await deleteUsers(database, poolId, gone, { ...learnt, at: 2 }, 2);
    await applyUsers(database, poolId, { ...batch, users: [userNumber(6)] });
    await writer.place();
    expect(await listed()).toEqual(['user6', 'user4', 'user2', 'user1']);
    const { rows } = await sql`select user_id, is_enabled from directory_created
      where is_enabled = 0`.execute(database);
    expect(rows).toHaveLength(1);
  });

  it('have their places when the writer is closed, and new users have them at once then', async () => {
    const { database, poolId, writer, listed } = await fourWithoutPlaces();
    await writer.close();
    expect(await listed()).toEqual(['user4', 'user3', 'user2', 'user1']);
    await applyUsers(database, poolId, { ...batch, users: [userNumber(5)] });
    expect(await listed()).toEqual(['user5', 'user4', 'user3', 'user2', 'user1']);
  });

  it('get them from the next process when the one that wrote them was killed', async () => {
    const { database, poolId, writer, listed } = await fourWithoutPlaces();
    await writer.place();
    await writeWith(writer, [6, 5]);
    // What a killed process leaves is a row like this, and nobody who goes on from there.
    const { placedTo } = await database
      .selectFrom('directoryPool')
      .select('placedTo')
      .executeTakeFirstOrThrow();
    expect(placedTo).toBe(4);
    await createWriter(database, poolId, false);
    expect(await listed()).toEqual(['user6', 'user5', 'user4', 'user3', 'user2', 'user1']);
  });

  it('end as the pool has them, with places given after each batch', async () => {
    const database = await openInFile();
    const pool = await testPool({ users: 3000 });
    const directory = await mirrorOf(pool, database, { threadFrom: 0, times: { place: 0 } });
    await walked(directory);
    await expectEqual(directory, pool);
    const { rows } = await sql`select 1 as one from directory_user u where not exists
      (select 1 from directory_username n where n.user_id = u.id and n.username = u.username)`.execute(
      database,
    );
    expect(rows).toEqual([]);
  });
});
