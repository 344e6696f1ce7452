import { expect, it } from 'vitest';
import type { JobOrder, JobStarter } from '../../server/jobs/job.ts';
import {
  beginItem,
  concludeItem,
  countItems,
  insertItems,
  itemsIn,
  skipWaiting,
} from '../../server/jobs/store/items.ts';
import {
  changeJob,
  findJob,
  findJobOfKey,
  insertJob,
  listJobs,
  openJobs,
} from '../../server/jobs/store/jobs.ts';
import { releaseLease, takeLease } from '../../server/jobs/store/lease.ts';
import { eachDatabase, type OpenForTest } from '../helpers/each-database.ts';

const now = new Date('2026-11-20T12:00:00Z');
const later = new Date(now.getTime() + 10_000);
const order: JobOrder = {
  pool: 'main',
  key: 'one',
  action: 'user.add-to-group',
  input: { group: 'a, "b"' },
  selection: 'Everybody',
  reason: '',
};
const starter: JobStarter = {
  operator: {
    sub: 'admin-sub',
    username: 'admin',
    displayName: 'admin@example.com',
    role: 'admin',
    sessionId: 's',
    signedInAt: now,
  },
  address: '127.0.0.1',
  browser: '',
};

async function openedWith(open: OpenForTest, users: number) {
  const { database } = await open();
  const number = (await insertJob(database, order, starter, [], now)) ?? 0;
  const people = Array.from({ length: users }, (_, index) => ({
    sub: `sub-${index}`,
    username: `user-${index}`,
  }));
  await insertItems(database, number, people);
  await changeJob(database, number, ['preparing'], { state: 'running' });
  const waiting = () => itemsIn(database, number, ['waiting'], { limit: 10 });
  return { database, number, people, waiting };
}

eachDatabase((open) => {
  it('starts one job for one form, however often it is sent', async () => {
    const { database, number } = await openedWith(open, 0);
    expect(await insertJob(database, order, starter, [], now)).toBeUndefined();
    expect(await findJobOfKey(database, 'admin-sub', 'one')).toMatchObject({ number });
    expect(await findJobOfKey(database, 'other-sub', 'one')).toBeUndefined();
    const other = { ...order, key: 'two' };
    expect(await insertJob(database, other, starter, [], now)).not.toBe(number);
  });

  it('gives a job back as it was confirmed', async () => {
    const { database, number } = await openedWith(open, 0);
    expect(await findJob(database, number)).toEqual({
      ...order,
      number,
      state: 'running',
      total: 0,
      starter,
      problem: '',
      createdAt: now,
      startedAt: undefined,
      endedAt: undefined,
    });
    expect(await listJobs(database, 'main', undefined, 10)).toHaveLength(1);
    expect(await listJobs(database, 'main', number, 10)).toEqual([]);
    expect(await listJobs(database, 'other', undefined, 10)).toEqual([]);
  });

  it('keeps more users than one statement takes, in their order and each once', async () => {
    const { database, number, people } = await openedWith(open, 1201);
    await insertItems(database, number, people);
    expect(await countItems(database, number)).toMatchObject({ waiting: 1201, done: 0 });
    const rest = await itemsIn(database, number, ['waiting'], { after: 1200, limit: 10 });
    expect(rest.map(({ username }) => username)).toEqual(['user-1200']);
  });

  it('lets the process that has the lease begin a turn, once', async () => {
    const { database, waiting, number } = await openedWith(open, 2);
    const [first] = await waiting();
    if (first === undefined) throw new Error('No item');
    await expect(beginItem(database, first, 'one', now)).rejects.toThrow('not this process');
    expect(await takeLease(database, 'one', now.getTime(), later.getTime())).toBe(true);
    await expect(beginItem(database, first, 'two', now)).rejects.toThrow('not this process');
    await expect(beginItem(database, first, 'one', later)).rejects.toThrow('not this process');
    await beginItem(database, first, 'one', now);
    await expect(beginItem(database, first, 'one', now)).rejects.toThrow('not this process');
    const result = { state: 'refused', errorCode: 'x', message: 'Why', auditNumber: 7 } as const;
    await concludeItem(database, first, ['begun'], result);
    await concludeItem(database, first, ['begun'], { state: 'done' });
    const [refused] = await itemsIn(database, number, ['refused'], { limit: 1 });
    expect(refused).toMatchObject({ ...result, attempts: 1 });
  });

  it('begins no turn of a job that was paused or has ended', async () => {
    const { database, waiting, number } = await openedWith(open, 2);
    await takeLease(database, 'one', now.getTime(), later.getTime());
    expect(await changeJob(database, number, ['paused'], { state: 'running' })).toBe(false);
    expect(await changeJob(database, number, ['running'], { state: 'paused' })).toBe(true);
    const [first] = await waiting();
    if (first === undefined) throw new Error('No item');
    await expect(beginItem(database, first, 'one', now)).rejects.toThrow('not this process');
    await skipWaiting(database, number, 'Cancelled.');
    expect(await countItems(database, number)).toMatchObject({ waiting: 0, skipped: 2 });
    expect(await openJobs(database)).toHaveLength(1);
    await changeJob(database, number, ['paused'], { state: 'cancelled', isTold: 1 });
    expect(await openJobs(database)).toEqual([]);
  });

  it('gives the lease to one process until it is given back or runs out', async () => {
    const { database } = await open();
    const take = (holder: string, at: Date) =>
      takeLease(database, holder, at.getTime(), at.getTime() + 5000);
    expect(await take('one', now)).toBe(true);
    expect(await take('two', now)).toBe(false);
    expect(await take('one', now)).toBe(true);
    await releaseLease(database, 'two');
    expect(await take('two', now)).toBe(false);
    expect(await take('two', later)).toBe(true);
    await releaseLease(database, 'two');
    expect(await take('one', later)).toBe(true);
  });
});
