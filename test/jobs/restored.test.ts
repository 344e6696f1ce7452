import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { findJob, openJobs } from '../../server/jobs/store/jobs.ts';
import { launchConsole, type TestConsole } from '../helpers/console.ts';
import { onPostgres } from '../helpers/each-database.ts';
import { peopleOf } from '../helpers/people.ts';
import { sentMessages } from '../sandbox/people/outbox.ts';
import { runningSandbox } from '../sandbox/running.ts';
import { itemsOf, ordered, script, type World, worldWith } from './process-world.ts';
import { jobsPath, over, send, started } from './world.ts';

const noHurry = 300_000;

/** A pool with invited users, and consoles on one file that can be backed up and restored. */
async function world(users: number) {
  const { sandbox } = await runningSandbox({ users: 0, latencyMilliseconds: 30 });
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-restored-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [file, backup] = [join(folder, 'console.db'), join(folder, 'backup.db')];
  const secret = randomBytes(48).toString('base64');
  const environment = { DATABASE_URL: `file:${file}`, SESSION_SECRET: secret };
  let console: TestConsole | undefined;
  onTestFinished(async () => console?.close());
  const start = async () => {
    console = await launchConsole({ pool: sandbox, environment });
    return { console, admin: await console.signedIn('admin') };
  };
  const stop = async () => {
    await console?.close();
    console = undefined;
  };
  const first = await start();
  const people = peopleOf(first.console);
  const names: string[] = [];
  for (let index = 0; index < users; index += 1) names.push(await people.invited());
  await first.console.noticed(...names);
  return {
    ...first,
    names,
    file,
    start,
    stop,
    backUp: () => {
      const database = new DatabaseSync(file);
      database.exec(`vacuum into '${backup}'`);
      database.close();
    },
    restore: async () => {
      for (const ending of ['-wal', '-shm']) await rm(`${file}${ending}`, { force: true });
      await copyFile(backup, file);
    },
    /** How many messages each user was sent. */
    sent: async () => {
      const messages = await sentMessages(sandbox);
      return names.map(
        (name) => messages.filter(({ destination }) => destination.startsWith(`${name}@`)).length,
      );
    },
  };
}

it.each([
  ['is restored', false],
  ['is restored elsewhere, without what is beside it', true],
])(
  'waits for an operator when the database %s, and says why',
  async (_, isMarkerLost) => {
    const { admin, names, file, start, stop, backUp, restore, sent } = await world(60);
    const job = await started(admin, { action: 'user.resend-invitation', users: names });
    const page = async () => (await admin.get(`${jobsPath}/${job}`)).text;
    await expect.poll(page, { timeout: 60_000 }).toMatch(/Done \d+/);
    backUp();
    await over(admin, job);
    await stop();
    expect(await sent()).toEqual(names.map(() => 1));

    await restore();
    if (isMarkerLost) await rm(`${file}.jobs`);
    const again = await start();
    const shown = async () => (await again.admin.get(`${jobsPath}/${job}`)).text;
    await expect.poll(shown, { timeout: 60_000 }).toContain('Paused');
    expect(await shown()).toContain('The database was restored from a backup');
    expect(await sent()).toEqual(names.map(() => 1));
    const audit = await again.admin.get('/pools/sandbox/audit?action=job.pause');
    expect(audit.text).toContain('The database was restored from a backup');

    // Once is enough: another start asks nothing more of who has decided.
    await send(again.admin, `${jobsPath}/${job}/resume`, {});
    await over(again.admin, job);
    expect(Math.max(...(await sent()))).toBe(2);
  },
  noHurry,
);

it(
  'goes on by itself after a stop without a restore',
  async () => {
    const { admin, names, start, stop, sent } = await world(60);
    const job = await started(admin, { action: 'user.resend-invitation', users: names });
    const page = async () => (await admin.get(`${jobsPath}/${job}`)).text;
    await expect.poll(page, { timeout: 60_000 }).toMatch(/Done \d+/);
    await stop();
    const again = await start();
    const shown = await over(again.admin, job);
    expect(shown.text).toContain('Done 60');
    expect(await sent()).toEqual(names.map(() => 1));
  },
  noHurry,
);

/** Lets a process carry out jobs until a job is in this state. */
async function carriedOutUntil(world: World, job: number, state: string): Promise<void> {
  const { endpoint, userPoolId, region } = world.pool.sandbox;
  const args = [script, endpoint, userPoolId, region, world.url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const present = async () => (await findJob(world.database, job))?.state;
  await expect.poll(present, { timeout: 120_000 }).toBe(state);
  child.kill('SIGKILL');
  await ended;
}

it(
  'waits when no process carried out jobs for an hour, unless it sends no message',
  async () => {
    const world = await worldWith(5);
    const { database, names } = world;
    const inviting = await ordered(world, 'user.resend-invitation', names);
    const disabling = await ordered(world, 'user.disable', names);
    const before = Date.now() - 61 * 60_000;
    await database.updateTable('job').set({ createdAt: before }).execute();
    await carriedOutUntil(world, disabling, 'finished');
    const job = await findJob(database, inviting);
    expect(job).toMatchObject({ state: 'paused' });
    expect(job?.problem).toContain('No process carried out jobs for more than 60 minutes.');
    const states = (await itemsOf(world, inviting)).map(({ state }) => state);
    expect(states).toEqual(names.map(() => 'waiting'));
  },
  noHurry,
);

onPostgres((freshDatabase) => {
  it(
    'waits for an operator when a dump was restored',
    async () => {
      const url = await freshDatabase();
      const database = await openDatabase(url);
      onTestFinished(() => database.destroy());
      const world = await worldWith(5, { database, url });
      const first = await ordered(world, 'user.disable', world.names);
      await carriedOutUntil(world, first, 'finished');
      const job = await ordered(world, 'user.resend-invitation', world.names);
      // As a dump does: the same rows in a new table.
      await sql`create table restored as select * from job_lease`.execute(database);
      await sql`drop table job_lease`.execute(database);
      await sql`alter table restored rename to job_lease`.execute(database);
      await carriedOutUntil(world, job, 'paused');
      expect((await findJob(database, job))?.problem).toContain('restored from a backup');
      expect((await openJobs(database)).map(({ number }) => number)).toContain(job);
    },
    noHurry,
  );
});
