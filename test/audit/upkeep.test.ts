import { expect, it } from 'vitest';
import { verifyAudit } from '../../server/audit/chain/verify.ts';
import { type AuditIntent, consoleActor } from '../../server/audit/entry.ts';
import { createAuditLog } from '../../server/audit/store.ts';
import { keepRetention } from '../../server/audit/upkeep/retention.ts';
import { eachDatabase } from '../helpers/each-database.ts';

const day = 86_400_000;
const intent: AuditIntent = {
  actor: consoleActor,
  pool: 'main',
  action: 'user.disable',
  target: { kind: 'user', name: 'alice', sub: '' },
  input: {},
};

eachDatabase((open) => {
  const aged = async () => {
    const { database } = await open();
    const clock = { now: Date.UTC(2026, 0, 1) };
    const audit = createAuditLog(database, () => new Date(clock.now));
    return { database, audit, clock };
  };

  it('removes what is too old and leaves an anchor, so that the rest is still verified', async () => {
    const { database, audit, clock } = await aged();
    for (let count = 0; count < 10; count++) {
      await audit.event({ ...intent, outcome: 'succeeded' });
      clock.now += day;
    }
    await keepRetention({ database, audit, checkpoints: undefined }, 4, new Date(clock.now));
    const left = (await audit.list({}, 100)).map(({ number, action }) => [number, action]);
    expect(left).toEqual([
      [11, 'audit.prune'],
      ...[10, 9, 8, 7].map((one) => [one, intent.action]),
    ]);
    const verification = await verifyAudit(database, { retentionDays: 4 });
    expect(verification).toMatchObject({ anchor: { number: 6 }, rows: 5, tampering: [] });
    expect(await audit.find(11)).toMatchObject({
      input: { olderThanDays: 4, throughEntry: 6, rows: 6 },
    });

    await keepRetention({ database, audit, checkpoints: undefined }, 4, new Date(clock.now));
    expect((await audit.list({}, 100)).length).toBe(5);
    await database.deleteFrom('audit').where('number', '=', 7).execute();
    const { tampering } = await verifyAudit(database, { retentionDays: 4 });
    expect(tampering).toEqual([{ kind: 'removed', first: 7, last: 7 }]);
  });

  it('keeps an old entry whose outcome came late', async () => {
    const { database, audit, clock } = await aged();
    await audit.event({ ...intent, outcome: 'succeeded' });
    const number = await audit.intent(intent);
    clock.now += 10 * day;
    await audit.outcome(number, intent, undefined, 1);
    await keepRetention({ database, audit, checkpoints: undefined }, 4, new Date(clock.now));
    expect(await audit.find(number)).toMatchObject({ outcome: 'succeeded' });
    expect(await audit.find(1)).toBeUndefined();
    expect((await verifyAudit(database, { retentionDays: 4 })).tampering).toEqual([]);
  });

  it('may remove everything', async () => {
    const { database, audit, clock } = await aged();
    await audit.event({ ...intent, outcome: 'succeeded' });
    clock.now += 10 * day;
    await keepRetention({ database, audit, checkpoints: undefined }, 1, new Date(clock.now));
    await keepRetention(
      { database, audit, checkpoints: undefined },
      1,
      new Date(clock.now + 10 * day),
    );
    expect(await verifyAudit(database, { retentionDays: 4 })).toMatchObject({
      rows: 1,
      tampering: [],
    });
  });

  it('settles what a crash left open once, whoever comes first', async () => {
    const { database, audit } = await aged();
    const number = await audit.intent(intent);
    const entry = await audit.find(number);
    if (entry === undefined) throw new Error('The entry is gone.');
    await Promise.all([
      audit.settle(entry, { outcome: 'succeeded', message: 'One.' }),
      audit.settle(entry, { outcome: 'unknown', message: 'Two.' }),
    ]);
    expect(await audit.list({}, 10)).toHaveLength(1);
    expect((await verifyAudit(database, { retentionDays: 4 })).tampering).toEqual([]);
  });
});
