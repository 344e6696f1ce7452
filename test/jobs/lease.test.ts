import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { countItems } from '../../server/jobs/store/items.ts';
import { launchConsole } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';
import { ordered, script, type World, worldWith } from './process-world.ts';
import { over, started } from './world.ts';

/** As promised, in milliseconds; a holder renews every 5 seconds. */
const lease = 30_000;
const noHurry = 300_000;

/** A process that carries out jobs with the times that the console has. */
function start({ pool, url }: World): ChildProcess {
  const { endpoint, userPoolId, region } = pool.sandbox;
  const args = [script, endpoint, userPoolId, region, url, 'own-times'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const endOfLease = async ({ database }: World): Promise<number> =>
  (await database.selectFrom('jobLease').select('until').executeTakeFirstOrThrow()).until;

it(
  'is taken over 30 seconds after a kill, and not before',
  async () => {
    const world = await worldWith(400, undefined, { latencyMilliseconds: 20 });
    const job = await ordered(world, 'user.disable', world.names);
    const done = async () => (await countItems(world.database, job)).done;
    const first = start(world);
    await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(5);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const killedAt = Date.now();
    const end = await endOfLease(world);
    expect(end).toBeGreaterThan(killedAt);
    expect(end).toBeLessThanOrEqual(killedAt + lease);

    const before = await done();
    start(world);
    await expect.poll(done, { timeout: 120_000 }).toBeGreaterThan(before);
    expect(Date.now()).toBeGreaterThanOrEqual(end);
  },
  noHurry,
);

it(
  'is given back on a clean stop, and taken at once',
  async () => {
    const world = await worldWith(400, undefined, { latencyMilliseconds: 20 });
    const job = await ordered(world, 'user.disable', world.names);
    const counts = () => countItems(world.database, job);
    const first = start(world);
    await expect.poll(async () => (await counts()).done, { timeout: 60_000 }).toBeGreaterThan(5);
    const end = await endOfLease(world);
    first.kill('SIGTERM');
    await once(first, 'exit');
    expect(await endOfLease(world)).toBe(0);
    const { done, begun } = await counts();
    expect(begun).toBe(0);

    start(world);
    await expect.poll(async () => (await counts()).done, { timeout: 60_000 }).toBeGreaterThan(done);
    // Renewed by the next process: whether it waited shows in what it wrote, not in how long it took.
    expect(await endOfLease(world)).toBeGreaterThan(end);
  },
  noHurry,
);

it(
  'is given back by a console that ends, like the lease of each pool',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-lease-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'console.db');
    const console = await launchConsole({
      sandbox: { users: 0 },
      environment: { DATABASE_URL: `file:${file}` },
    });
    let isOpen = true;
    onTestFinished(() => (isOpen ? console.close() : undefined));
    const read = (query: string) => {
      const database = new DatabaseSync(file, { readOnly: true });
      const rows = database.prepare(query).all();
      database.close();
      return rows.map(({ until }) => Number(until));
    };
    const ofPools = () => read('select lease_until as until from directory_pool');
    const ofJobs = () => read('select until from job_lease');
    await expect.poll(() => Math.max(...ofPools()), { timeout: 60_000 }).toBeGreaterThan(0);
    const name = await peopleOf(console).confirmed();
    await console.noticed(name);
    const admin = await console.signedIn('admin');
    await over(admin, await started(admin, { action: 'user.sign-out', users: [name] }));
    await console.close();
    isOpen = false;
    expect([...ofPools(), ...ofJobs()]).toEqual([0, 0]);
  },
  noHurry,
);
