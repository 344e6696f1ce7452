import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createHandles, handleLifetime } from '../../../server/accounts/challenges/handles.ts';
import type { PendingChallenge } from '../../../server/accounts/challenges/pending-challenge.ts';
import type { Database } from '../../../server/db/database.ts';
import { eachDatabase } from '../../helpers/each-database.ts';

const pending: PendingChallenge = {
  challenge: {
    name: 'SMS_MFA',
    username: 'ann',
    session: 'a session',
    destination: '+*******0132',
  },
  typedName: 'ann@example.com',
  isAdmin: false,
  isProven: true,
  isDecoy: false,
  failures: 0,
};
const secret = 'x'.repeat(43);
const expired = { code: 'handle_expired', status: 401 };

eachDatabase((open) => {
  const handlesOf = (database: Database, application = 'notes', now = () => new Date()) =>
    createHandles({ application, database, secrets: [secret], now, randomBytes });

  it('is good for one answer', async () => {
    const { database } = await open();
    const handles = handlesOf(database);
    const handle = await handles.create(pending);
    expect(handle).toMatch(/^[\w-]{43}$/);
    expect(await handles.take(handle)).toEqual(pending);
    await expect(handles.take(handle)).rejects.toMatchObject(expired);
  });

  it('is taken by one of many that ask at once', async () => {
    const { database } = await open();
    const handles = handlesOf(database);
    const handle = await handles.create(pending);
    const taken = await Promise.allSettled(Array.from({ length: 20 }, () => handles.take(handle)));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('expires after three minutes, and is removed then', async () => {
    const { database } = await open();
    let time = Date.now();
    const handles = handlesOf(database, 'notes', () => new Date(time));
    const late = await handles.create(pending);
    time += handleLifetime;
    await expect(handles.take(late)).rejects.toMatchObject(expired);
    await handles.create(pending);
    time += handleLifetime;
    await handles.create(pending);
    expect(await database.selectFrom('accountHandle').selectAll().execute()).toHaveLength(1);
  });

  it('is of no use to another application, nor with another secret, nor when forged', async () => {
    const { database } = await open();
    const foreign = handlesOf(database, 'other');
    const otherSecret = createHandles({
      application: 'notes',
      database,
      secrets: ['y'.repeat(43)],
      now: () => new Date(),
      randomBytes,
    });
    for (const handles of [foreign, otherSecret]) {
      const handle = await handlesOf(database).create(pending);
      await expect(handles.take(handle)).rejects.toMatchObject(expired);
    }
    for (const handle of ['', 'a', "' or 1=1 --", 'A'.repeat(43), 'é'.repeat(43)]) {
      await expect(handlesOf(database).take(handle)).rejects.toMatchObject(expired);
    }
  });

  it('keeps neither handle nor session in the clear', async () => {
    const { database } = await open();
    const handle = await handlesOf(database).create(pending);
    const [row] = await database.selectFrom('accountHandle').selectAll().execute();
    expect(JSON.stringify(row)).not.toContain(handle);
    expect(JSON.stringify(row)).not.toContain('session');
    expect(row?.sealed).not.toContain('ann');
  });
});
