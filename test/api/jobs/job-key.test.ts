import { expect, it } from 'vitest';
import { repeatedJob } from '../../../server/api/jobs/job-key.ts';
import type { Job } from '../../../server/jobs/job.ts';

const createdAt = new Date('2026-11-20T09:30:00Z');
const hour = 3_600_000;
const order = {
  pool: 'sandbox',
  key: 'api:nightly',
  action: 'user.disable',
  input: {},
  selection: 'Listed by username or user ID',
  reason: 'Left the company',
};
const operator = {
  sub: 'sub-of-admin',
  username: 'admin',
  displayName: 'admin',
  role: 'admin',
  sessionId: '',
  signedInAt: createdAt,
} as const;
const starter = { operator, address: '', browser: '' };
const job: Job = {
  ...order,
  starter,
  number: 7,
  state: 'finished',
  total: 1,
  problem: '',
  createdAt,
  startedAt: createdAt,
  endedAt: createdAt,
};

/** Jobs of which one has this key. */
const jobs = {
  startedBy: async (sub: string, key: string) =>
    sub === operator.sub && key === job.key ? job.number : undefined,
  find: async (pool: string, number: number) =>
    pool === job.pool && number === job.number ? job : undefined,
};
const later = (hours: number) => new Date(createdAt.getTime() + hours * hour);

it('answers the job of the same order for a day, also when the server ended before it answered', async () => {
  expect(await repeatedJob(jobs, order, starter, later(0))).toBe(7);
  expect(await repeatedJob(jobs, order, starter, later(23))).toBe(7);
  const other = { ...order, key: 'api:other' };
  expect(await repeatedJob(jobs, other, starter, later(0))).toBeUndefined();
});

it('refuses the key afterwards, for another order, and in another pool', async () => {
  const refused = { code: 'idempotency_key_reused', status: 422 };
  await expect(repeatedJob(jobs, order, starter, later(24))).rejects.toMatchObject(refused);
  for (const change of [{ action: 'user.enable' }, { reason: '' }, { pool: 'other' }]) {
    const other = { ...order, ...change };
    await expect(repeatedJob(jobs, other, starter, later(1))).rejects.toMatchObject(refused);
  }
});
