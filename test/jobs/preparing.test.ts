import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createAuditLog } from '../../server/audit/store.ts';
import type { Database } from '../../server/db/database.ts';
import type { JobUser } from '../../server/jobs/job.ts';
import { createJobs } from '../../server/jobs/jobs.ts';
import { prepareJob } from '../../server/jobs/prepare-job.ts';
import { countItems, itemsIn } from '../../server/jobs/store/items.ts';
import { findJob } from '../../server/jobs/store/jobs.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { script, worldWith } from './process-world.ts';

const now = () => new Date();

/** As many users of whom no pool knows anything. */
const strangers = (count: number): readonly JobUser[] =>
  Array.from({ length: count }, (_, index) => ({ sub: `sub-${index}`, username: `u-${index}` }));

/** Starts a job as an administrator, through what the pages start it with. */
function start(database: Database, users: readonly JobUser[]): Promise<number> {
  const order = { pool: 'main', key: 'k', action: 'user.disable', input: {} } as const;
  const operator = {
    sub: 'admin-sub',
    username: 'admin',
    displayName: 'admin',
    role: 'admin',
    sessionId: 's',
    signedInAt: now(),
  } as const;
  const jobs = createJobs({ database, audit: createAuditLog(database, now), now });
  const starter = { operator, address: '', browser: '' };
  return jobs.start({ ...order, selection: 'All users', reason: '' }, starter, users);
}

/** How often the event loop turned, so that everything else could run, during a task. */
async function turnsDuring(task: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function turn() {
    turns += 1;
    next = setImmediate(turn);
  });
  await task();
  clearImmediate(next);
  return turns;
}

async function startEvents(database: Database): Promise<number> {
  const audit = createAuditLog(database, now);
  return (await audit.list({ action: 'job.start' }, 10)).length;
}

eachDatabase((open) => {
  it('answers others between the slices of a long list, and starts the job once it is written', async () => {
    const { database } = await open();
    const users = strangers(10_000);
    let number = 0;
    const starting = await turnsDuring(async () => {
      number = await start(database, users);
    });
    expect(starting).toBeGreaterThanOrEqual(5);
    const job = await findJob(database, number);
    expect(job).toMatchObject({ state: 'preparing', total: 10_000 });
    if (job === undefined) throw new Error('There is no job.');

    const parts = { database, audit: createAuditLog(database, now), now };
    const preparing = await turnsDuring(() => prepareJob(parts, job, async () => true));
    expect(preparing).toBeGreaterThanOrEqual(20);
    expect(await findJob(database, number)).toMatchObject({ state: 'running', total: 10_000 });
    expect(await countItems(database, number)).toMatchObject({ waiting: 10_000 });
    expect(await startEvents(database)).toBe(1);
  });

  it('continues where it was left, and begins nothing before the list is complete', async () => {
    const { database } = await open();
    const number = await start(database, strangers(5000));
    const job = await findJob(database, number);
    if (job === undefined) throw new Error('There is no job.');
    const parts = { database, audit: createAuditLog(database, now), now };
    let left = 2;
    await prepareJob(parts, job, async () => left-- > 0);
    expect(await findJob(database, number)).toMatchObject({ state: 'preparing' });
    expect(await countItems(database, number)).toMatchObject({ waiting: 4000 });
    expect(await startEvents(database)).toBe(0);

    await prepareJob(parts, job, async () => true);
    expect(await findJob(database, number)).toMatchObject({ state: 'running' });
    const items = await itemsIn(database, number, ['waiting'], { limit: 6000 });
    expect(items.map(({ position, sub }) => [position, sub])).toEqual(
      strangers(5000).map(({ sub }, index) => [index + 1, sub]),
    );
  });
});

it('is prepared by whichever process starts next, whenever the one before was killed', async () => {
  const world = await worldWith(1);
  const { database, pool, url } = world;
  const count = 5000;
  const number = await start(database, strangers(count));
  const { endpoint, userPoolId, region } = pool.sandbox;
  const written = async () => count - (await missing());
  const missing = async () => {
    const { waiting, begun, refused } = await countItems(database, number);
    return count - waiting - begun - refused;
  };
  let killed = 0;
  while ((await findJob(database, number))?.state === 'preparing') {
    const before = await written();
    const args = [script, endpoint, userPoolId, region, url];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(child, 'exit');
    // A little further each time, past the lease of the one before.
    while (
      (await written()) === before &&
      (await findJob(database, number))?.state === 'preparing'
    ) {
      await setTimeout(20);
    }
    child.kill('SIGKILL');
    await ended;
    killed += 1;
  }
  expect(killed).toBeGreaterThan(1);
  expect(await missing()).toBe(0);
  const states = ['waiting', 'begun', 'refused'] as const;
  const items = await itemsIn(database, number, states, { limit: count + 1 });
  expect(items.map(({ position, sub }) => [position, sub])).toEqual(
    strangers(count).map(({ sub }, index) => [index + 1, sub]),
  );
  expect(await startEvents(database)).toBe(1);
}, 600_000);
