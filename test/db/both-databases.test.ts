import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { dialectOf } from '../../server/db/dialect.ts';
import { relaxedTransaction } from '../../server/db/relaxed-transaction.ts';
import { eachDatabase } from '../helpers/each-database.ts';

eachDatabase((open, name) => {
  it('keeps times as numbers, and counts up its keys', async () => {
    const { database } = await open();
    const at = Date.UTC(2026, 10, 20);
    const row = {
      alias: 'a',
      leaseHolder: '',
      leaseUntil: at,
      completeAsOf: null,
      walk: '',
      seen: '',
      progress: '',
    };
    const insert = (alias: string) =>
      database
        .insertInto('directoryPool')
        .values({ ...row, alias, problem: '', requestedAt: 0 })
        .returning(['id', 'leaseUntil'])
        .executeTakeFirst();
    expect(await insert('a')).toEqual({ id: 1, leaseUntil: at });
    expect(await insert('b')).toEqual({ id: 2, leaseUntil: at });
    const { total } = await database
      .selectFrom('directoryPool')
      .select(({ fn }) => fn.sum<number>('leaseUntil').as('total'))
      .executeTakeFirstOrThrow();
    expect(total).toBe(2 * at);
  });

  it.each([
    ['a_c', 'abc', false],
    ['100%', '100%', true],
    ['\\', 'a\\b', true],
    ['É', 'cafÉ', true],
    ['É', 'café', false],
  ])('looks for %s in %s letter by letter', async (value, text, isThere) => {
    const { database } = await open();
    const { contains } = dialectOf(database);
    const { rows } = await sql<{
      text: string;
    }>`select text from (select cast(${text} as text) as text) as one
      where ${contains('text', value)}`.execute(database);
    expect(rows).toHaveLength(isThere ? 1 : 0);
  });

  it('looks into the marked part of a text only', async () => {
    const { database } = await open();
    const { partContains } = dialectOf(database);
    const count = async (mark: string, value: string) => {
      const text = '\ue001anna\n\ue002berlin\n';
      const { rows } = await sql`select 1 as one from (select cast(${text} as text) as text) as one
        where ${partContains('text', mark, value)}`.execute(database);
      return rows.length;
    };
    expect(await count('\ue001', 'ann')).toBe(1);
    expect(await count('\ue002', 'ann')).toBe(0);
    expect(await count('\ue001', 'ber')).toBe(0);
    expect(await count('\ue003', 'ann')).toBe(0);
  });

  it('reads members of JSON by names with quotes, dots and colons', async () => {
    const { database } = await open();
    const { member } = dialectOf(database);
    for (const key of ['custom:tenant', 'a.b', 'a"b', 'a\\b', "a'b"]) {
      const json = JSON.stringify({ [key]: 'yes' });
      const { rows } = await sql<{ found: string }>`select ${member('json', key)} as found
        from (select cast(${json} as text) as json) as one`.execute(database);
      expect(rows).toEqual([{ found: 'yes' }]);
    }
  });

  it('undoes a relaxed transaction that throws, and syncs the next commit again', async () => {
    const { database } = await open();
    const broken = relaxedTransaction(database, 1, async (transaction) => {
      await transaction
        .insertInto('pendingSignIn')
        .values({ idHash: 'a', sealed: '', expiresAt: 1 })
        .execute();
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    expect(await database.selectFrom('pendingSignIn').selectAll().execute()).toEqual([]);
    const setting = name === 'SQLite' ? sql`pragma synchronous` : sql`show synchronous_commit`;
    const { rows } = await setting.execute(database);
    expect(rows).toEqual([name === 'SQLite' ? { synchronous: 2 } : { synchronousCommit: 'on' }]);
  });

  it('opens a database that is up to date already', async () => {
    const { url } = await open();
    const again = await openDatabase(url);
    expect(await again.selectFrom('audit').selectAll().execute()).toEqual([]);
    await again.destroy();
  });
});
