import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { threadWriter } from '../../server/directory/sync/write/writer.ts';
import { expectEqual, mirrorOf, testPool, walked } from './pool.ts';

async function databaseInFile(): Promise<{ database: Database; path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-writer-'));
  const path = join(folder, 'console.db');
  const database = await openDatabase(`file:${path}`);
  onTestFinished(async () => {
    await database.destroy();
    await rm(folder, { recursive: true, force: true });
  });
  return { database, path };
}

const batch = {
  askedAt: 0,
  learnt: { at: 0, source: 'sync', auditNumber: undefined },
  keepsHistory: false,
} as const;

const user = {
  username: 'ana',
  sub: '00000000-0000-4000-8000-000000000001',
  status: 'CONFIRMED',
  isEnabled: true,
  attributes: { name: "Ana O'Neill <ana>" },
  createdAt: new Date(0),
  modifiedAt: new Date(0),
} as const;

describe('The thread that writes users', () => {
  it('makes the mirror of a large pool equal to it, and keeps it so', async () => {
    const { database } = await databaseInFile();
    const pool = await testPool({ users: 1500 });
    const directory = await mirrorOf(pool, database, { threadFrom: 0 });
    await walked(directory);
    await expectEqual(directory, pool);
    await pool.create('new.one', { name: 'New One' });
    const [gone] = [...(await pool.everybody()).values()];
    await pool.remove(gone?.user.username ?? '');
    await walked(directory);
    await expectEqual(directory, pool);
  });

  it('takes turns with everything else that is written', async () => {
    const { database, path } = await databaseInFile();
    const writer = threadWriter(database, { path, poolId: 1 });
    onTestFinished(() => writer.close());
    const users = Array.from({ length: 300 }, (_, number) => ({ ...user, sub: `s${number}` }));
    writer.take(await writer.prepare(users));
    const rows = Array.from({ length: 30 }, (_, number) => number);
    await Promise.all([
      ...rows.map(() => writer.write(10, batch)),
      ...rows.map((number) =>
        database
          .insertInto('hookDelivery')
          .values({ id: `${number}`, expiresAt: 0 })
          .execute(),
      ),
    ]);
    const count = (table: 'directoryUser' | 'hookDelivery') =>
      database
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('number'))
        .executeTakeFirst();
    expect([await count('directoryUser'), await count('hookDelivery')]).toEqual([
      { number: 300 },
      { number: 30 },
    ]);
  });

  it('says so when it cannot write, instead of leaving the walk to wait', async () => {
    const { database, path } = await databaseInFile();
    const writer = threadWriter(database, { path, poolId: 1 });
    onTestFinished(() => writer.close());
    // A time that is none cannot be stored.
    writer.take(await writer.prepare([{ ...user, createdAt: new Date(Number.NaN) }]));
    await expect(writer.write(1, batch)).rejects.toThrow('created_at');
    await expect(writer.write(1, batch)).rejects.toThrow('created_at');
    const rows = await database.selectFrom('directoryUser').select('id').execute();
    expect(rows).toEqual([]);
  });
});
