import { beforeEach, expect, it } from 'vitest';
import { verifyAudit } from '../../server/audit/chain/verify.ts';
import type { AuditEntry, AuditIntent } from '../../server/audit/entry.ts';
import { type AuditLog, createAuditLog } from '../../server/audit/store.ts';
import { openDatabase } from '../../server/db/database.ts';
import { eachDatabase } from '../helpers/each-database.ts';

const intent: AuditIntent = {
  actor: {
    sub: 's-1',
    username: 'admin',
    role: 'admin',
    sessionId: 'abc',
    address: '127.0.0.1',
    browser: 'Test',
  },
  pool: 'main',
  action: 'user.disable',
  target: { kind: 'user', name: `O'Brien "<b>"`, sub: 's-2' },
  input: { note: 'left' },
};

let clock = 0;
let audit: AuditLog;

eachDatabase((open) => {
  beforeEach(async () => {
    clock = Date.UTC(2026, 0, 1);
    const { database } = await open();
    audit = createAuditLog(database, () => new Date(clock++));
  });

  it('tells an intent without an outcome apart from one that succeeded or failed', async () => {
    const lost = await audit.intent(intent);
    const done = await audit.intent(intent);
    await audit.outcome(done, intent, undefined, 12.4);
    const failed = await audit.intent(intent);
    await audit.outcome(failed, intent, { code: 'throttled', publicMessage: 'Later.' }, 3);

    const outcomes = (await audit.list({}, 10)).map((entry) => [entry.number, entry.outcome]);
    expect(outcomes).toEqual([
      [failed, 'failed'],
      [done, 'succeeded'],
      [lost, 'started'],
    ]);
    expect(await audit.find(done)).toMatchObject({ ...intent, duration: 12, errorMessage: '' });
    expect(await audit.find(failed)).toMatchObject({
      errorCode: 'throttled',
      errorMessage: 'Later.',
    });
  });

  it('keeps refusals with their reason', async () => {
    const number = await audit.refused(intent, { code: 'not_yourself', publicMessage: 'No.' });
    expect(await audit.find(number)).toMatchObject({
      outcome: 'refused',
      errorCode: 'not_yourself',
      errorMessage: 'No.',
    });
  });

  it('filters by operator, target, action and outcome, and pages by number', async () => {
    const mine = await audit.intent(intent);
    const other = await audit.intent({
      ...intent,
      actor: { ...intent.actor, username: 'support' },
      action: 'user.enable',
      target: { kind: 'group', name: 'editors', sub: '' },
    });
    await audit.outcome(other, intent, undefined, 1);
    const numbers = async (filter: Parameters<AuditLog['list']>[0]) =>
      (await audit.list(filter, 10)).map((entry) => entry.number);

    expect(await numbers({})).toEqual([other, mine]);
    expect(await numbers({ before: other })).toEqual([mine]);
    expect(await numbers({ operator: 'support' })).toEqual([other]);
    expect(await numbers({ action: 'user.disable' })).toEqual([mine]);
    expect(await numbers({ targetName: 'editors' })).toEqual([other]);
    expect(await numbers({ target: { kind: 'user', name: 'editors' } })).toEqual([]);
    expect(await numbers({ outcome: 'succeeded' })).toEqual([other]);
    expect(await numbers({ outcome: 'started' })).toEqual([mine]);
    expect(await numbers({ pool: 'elsewhere' })).toEqual([]);
  });
  it('walks through everything that matches, each entry once, however much is added', async () => {
    const total = 1100;
    for (let count = 0; count < total; count++) {
      await audit.event({ ...intent, outcome: count % 2 === 0 ? 'succeeded' : 'refused' });
    }
    const numbers: number[] = [];
    for await (const { number } of audit.walk({ outcome: 'succeeded' })) {
      if (numbers.length % 300 === 0) await audit.event({ ...intent, outcome: 'succeeded' });
      numbers.push(number);
    }
    expect(numbers).toEqual(Array.from({ length: total / 2 }, (_, index) => total - 1 - 2 * index));
  });

  it('has the parts of an action, in order, and keeps them out of the list', async () => {
    const number = await audit.intent(intent);
    const failure = { code: 'not_enabled_in_pool', publicMessage: 'Off.', requestId: 'aws-1' };
    await audit.part(number, intent, { name: 'user.disable', failure: undefined, duration: 3 });
    await audit.part(number, intent, { name: 'forget-devices', failure, duration: 4.4 });
    expect(await audit.find(number)).toMatchObject({ outcome: 'started' });
    await audit.outcome(number, intent, undefined, 9);
    const [entry, ...others] = await audit.list({}, 10);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      outcome: 'succeeded',
      parts: [
        { name: 'user.disable', failure: undefined, duration: 3 },
        { name: 'forget-devices', failure, duration: 4 },
      ],
    });
  });

  const found = async (number: number): Promise<AuditEntry> => {
    const entry = await audit.find(number);
    if (entry === undefined) throw new Error('The entry is gone.');
    return entry;
  };
  const afterwards = { outcome: 'unknown', message: 'Nobody knows.' } as const;

  it('keeps an outcome that comes after the entry was settled as a part of it', async () => {
    const number = await audit.intent(intent);
    await audit.settle(await found(number), afterwards);
    const failure = { code: 'throttled', publicMessage: 'Later.', requestId: 'aws-2' };
    await audit.outcome(number, intent, failure, 7);
    expect(await audit.list({}, 10)).toHaveLength(1);
    expect(await found(number)).toMatchObject({
      outcome: 'unknown',
      errorMessage: 'Nobody knows.',
      parts: [{ name: 'late-outcome', failure, duration: 7 }],
    });
  });

  it('ends each entry in one way when its outcome and its settling meet', async () => {
    const { database, url } = await open();
    const one = createAuditLog(database, () => new Date(clock++));
    // Another connection, where the database has more than one.
    const isShared = !url.includes(':memory:');
    const elsewhere = isShared ? await openDatabase(url) : database;
    const other = createAuditLog(elsewhere, () => new Date(clock++));
    for (let round = 0; round < 20; round++) {
      const number = await one.intent(intent);
      const entry = await one.find(number);
      if (entry === undefined) throw new Error('The entry is gone.');
      const late = () => one.outcome(number, intent, undefined, 1);
      const settling = () => other.settle(entry, afterwards);
      await Promise.all(round % 2 === 0 ? [late(), settling()] : [settling(), late()]);
    }
    if (isShared) await elsewhere.destroy();
    const entries = await one.list({}, 100);
    expect(entries.map(({ number }) => number)).toEqual([
      ...new Set(entries.map(({ number }) => number)),
    ]);
    expect(entries).toHaveLength(20);
    for (const { outcome, parts } of entries) {
      // Whoever came second: settling afterwards adds nothing, an outcome adds itself.
      expect([outcome, parts.map(({ name }) => name)]).toEqual(
        outcome === 'succeeded' ? ['succeeded', []] : ['unknown', ['late-outcome']],
      );
    }
    expect((await verifyAudit(database)).tampering).toEqual([]);
  });
});
