import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { verifyAudit } from '../../../server/audit/chain/verify.ts';
import type { AuditIntent } from '../../../server/audit/entry.ts';
import { createAuditLog } from '../../../server/audit/store.ts';
import { auditHash } from '../../../server/db/audit-hash.ts';
import { type Database, openDatabase } from '../../../server/db/database.ts';
import { eachDatabase } from '../../helpers/each-database.ts';

const intent: AuditIntent = {
  actor: {
    sub: 's-1',
    username: 'admin',
    role: 'admin',
    sessionId: 'a',
    address: '::1',
    browser: 'B',
  },
  pool: 'main',
  action: 'user.disable',
  target: { kind: 'user', name: 'alice', sub: 's-2' },
  input: { note: 'left' },
};

async function tamperingOf(database: Database) {
  return (await verifyAudit(database)).tampering;
}

const changed = (number: number) => ({ kind: 'changed', first: number, last: number });
const removed = (first: number, last: number) => ({ kind: 'removed', first, last });
const inserted = (number: number) => ({ kind: 'inserted', first: number, last: number });

eachDatabase((open) => {
  const filled = async (entries: number) => {
    const { database, url } = await open();
    const audit = createAuditLog(database, () => new Date());
    for (let count = 0; count < entries; count++)
      await audit.event({ ...intent, outcome: 'succeeded' });
    return { database, audit, url };
  };

  it('finds nothing wrong with what the console wrote, whatever was in it', async () => {
    const { database, audit } = await filled(3);
    const odd = 'NUL \0, half a pair \ud83d, "quotes", \\, \u2028, 名前';
    const number = await audit.intent({
      ...intent,
      actor: { ...intent.actor, username: odd, browser: odd.repeat(100) },
      target: { kind: 'group', name: odd, sub: odd },
      input: { [odd]: odd },
      reason: odd,
    });
    await audit.part(number, intent, { name: odd, failure: undefined, duration: 1.6 });
    await audit.outcome(number, intent, { code: odd, publicMessage: odd, requestId: odd }, 2.5);
    expect(await verifyAudit(database)).toMatchObject({
      rows: 6,
      head: { number: 6 },
      anchor: { number: 0 },
      tampering: [],
    });
  });

  it.each([
    ['operatorUsername', 'somebody-else'],
    ['targetName', 'bob'],
    ['at', 1],
    ['kind', 'refused'],
    ['input', '{}'],
    ['reason', 'a good one'],
    ['address', '10.0.0.1'],
  ] as const)('says which entry was changed in its %s', async (column, value) => {
    const { database } = await filled(5);
    await database
      .updateTable('audit')
      .set({ [column]: value })
      .where('number', '=', 3)
      .execute();
    expect(await tamperingOf(database)).toEqual([changed(3)]);
  });

  it('says which entry was changed and sealed again', async () => {
    const { database } = await filled(5);
    const row = await database
      .selectFrom('audit')
      .selectAll()
      .where('number', '=', 3)
      .executeTakeFirstOrThrow();
    const forged = { ...row, targetName: 'bob' };
    const hash = auditHash(forged);
    await database
      .updateTable('audit')
      .set({ ...forged, hash })
      .where('number', '=', 3)
      .execute();
    expect(await tamperingOf(database)).toEqual([changed(3)]);
    const last = await database
      .selectFrom('audit')
      .selectAll()
      .where('number', '=', 5)
      .executeTakeFirstOrThrow();
    await database
      .updateTable('audit')
      .set({ reason: 'x', hash: auditHash({ ...last, reason: 'x' }) })
      .where('number', '=', 5)
      .execute();
    expect(await tamperingOf(database)).toEqual([changed(3), changed(5)]);
  });

  it('says which entries were removed, in the middle, at the beginning and at the end', async () => {
    const { database } = await filled(9);
    const remove = (...numbers: number[]) =>
      database.deleteFrom('audit').where('number', 'in', numbers).execute();
    await remove(4);
    expect(await tamperingOf(database)).toEqual([removed(4, 4)]);
    await remove(5, 1);
    expect(await tamperingOf(database)).toEqual([removed(1, 1), removed(4, 5)]);
    await remove(8, 9);
    expect(await tamperingOf(database)).toEqual([removed(1, 1), removed(4, 5), removed(8, 9)]);
    await database.deleteFrom('audit').execute();
    expect(await tamperingOf(database)).toEqual([removed(1, 9)]);
  });

  it('says which entry was inserted: behind the end, before the beginning, in between', async () => {
    const { database } = await filled(4);
    const row = await database
      .selectFrom('audit')
      .selectAll()
      .where('number', '=', 2)
      .executeTakeFirstOrThrow();
    await database
      .insertInto('audit')
      .values({ ...row, number: 5 })
      .execute();
    await database
      .insertInto('audit')
      .values({ ...row, number: -1 })
      .execute();
    expect(await tamperingOf(database)).toEqual([inserted(-1), inserted(5)]);
    await database.deleteFrom('audit').where('number', 'in', [5, -1]).execute();

    for (const number of [4, 3]) {
      await sql`update audit set number = number + 1 where number = ${number}`.execute(database);
    }
    await database
      .insertInto('audit')
      .values({ ...row, number: 3, targetName: 'eve' })
      .execute();
    expect(await tamperingOf(database)).toEqual([inserted(3)]);
    const content = { ...row, number: 3, targetName: 'eve', previousHash: row.hash };
    const hash = auditHash(content);
    await database
      .updateTable('audit')
      .set({ ...content, hash })
      .where('number', '=', 3)
      .execute();
    expect(await tamperingOf(database)).toEqual([inserted(3)]);
  });

  it('does not fork when several write at the same moment, also through other connections', async () => {
    const { database, audit, url } = await filled(1);
    const isShared = !url.includes(':memory:');
    const other = isShared ? await openDatabase(url) : database;
    const second = createAuditLog(other, () => new Date());
    const numbers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? audit : second).event({ ...intent, outcome: 'succeeded' }),
      ),
    );
    if (isShared) await other.destroy();
    expect(numbers.toSorted((one, two) => one - two)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 2),
    );
    expect(await tamperingOf(database)).toEqual([]);
  });

  it('does not take what is appended while it looks for tampering', async () => {
    const { database, audit } = await filled(30);
    const appending = (async () => {
      for (let count = 0; count < 30; count++) await audit.event({ ...intent, outcome: 'refused' });
    })();
    const found = await Promise.all(Array.from({ length: 5 }, () => tamperingOf(database)));
    await appending;
    expect(found.flat()).toEqual([]);
  });
});
