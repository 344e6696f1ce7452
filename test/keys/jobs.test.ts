import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminRemoveUserFromGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createAuditLog } from '../../server/audit/store.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { createJobs } from '../../server/jobs/jobs.ts';
import { operatorOfKey } from '../../server/keys/api-key.ts';
import { createApiKeyStore } from '../../server/keys/api-key-store.ts';
import { createKey, type KeyForTest, type KeyOptions } from '../helpers/api-key.ts';
import { launchConsole, type TestConsole } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

const folder = mkdtempSync(join(tmpdir(), 'key-jobs-'));
const url = `file:${join(folder, 'console.db')}`;
const clock = { ahead: 0 };
const now = () => new Date(Date.now() + clock.ahead);
let running: TestConsole;
let database: Database;

beforeAll(async () => {
  const environment = { DATABASE_URL: url };
  const sandbox = { users: 0, latencyMilliseconds: 150 };
  running = await launchConsole({ sandbox, environment, now });
  database = await openDatabase(url);
});
afterAll(async () => {
  await database.destroy();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

/** So many users that a job is not over before its key is. */
const many = 150;

const jobs = () => createJobs({ database, audit: createAuditLog(database, now), now });

/** Bulk work as a program with this key starts it. */
async function started(key: KeyForTest, action: string, usernames: readonly string[]) {
  const found = await createApiKeyStore(database).find(key.id);
  if (found === undefined) throw new Error('There is no such key.');
  // As jobs are read from the database: without what the key may do.
  const { key: _power, ...operator } = operatorOfKey(found);
  const users = await Promise.all(
    usernames.map(async (username) => ({
      username,
      sub: (await peopleOf(running).attributes(username)).sub ?? '',
    })),
  );
  const order = {
    pool: 'sandbox',
    key: randomUUID(),
    action,
    input: {},
    selection: 'a list',
    reason: '',
  };
  return jobs().start(order, { operator, address: '192.0.2.7', browser: '' }, users);
}

async function ended(number: number) {
  const look = async () => {
    const job = await jobs().find('sandbox', number);
    if (job?.endedAt === undefined) throw new Error(`The job is ${job?.state}.`);
    return job;
  };
  return vi.waitFor(look, { timeout: 120_000, interval: 100 });
}

async function firstDone(number: number): Promise<void> {
  const look = async () => {
    const { done } = await jobs().counts(number);
    if (done === 0) throw new Error('Nothing is done yet.');
  };
  await vi.waitFor(look, { timeout: 120_000, interval: 20 });
}

async function people(count: number): Promise<readonly string[]> {
  const names = await Promise.all(
    Array.from({ length: count }, () => peopleOf(running).confirmed()),
  );
  await running.noticed(...names);
  return names;
}

async function owner(): Promise<string> {
  const name = await peopleOf(running).confirmed();
  await peopleOf(running).addToGroup(name, 'pool-admins');
  return name;
}

const keyFor = (options?: KeyOptions) => createKey(running, options);

it('A job of a key is carried out in the name of the key and its maker', async () => {
  const key = await keyFor({ owner: await owner() });
  const users = await people(3);
  const job = await ended(await started(key, 'user.sign-out', users));
  expect([job.state, (await jobs().counts(job.number)).done]).toEqual(['finished', 3]);
  const entries = await createAuditLog(database, now).list({ operator: `key ${key.name}` }, 10);
  const done = entries.filter(({ action }) => action === 'user.sign-out');
  expect(done.map(({ target }) => target.name).sort()).toEqual([...users].sort());
  const { owner: maker } = (await createApiKeyStore(database).find(key.id)) ?? {};
  for (const { actor } of done) {
    expect(actor).toMatchObject({
      sub: `key:${key.id}`,
      role: 'admin',
      sessionId: `key ${key.id} of ${maker?.username}`,
    });
  }
});

it('A job stops in the middle when its key is revoked', async () => {
  const key = await keyFor();
  const admin = await running.signedIn('admin');
  const number = await started(key, 'user.sign-out', await people(many));
  await firstDone(number);
  await admin.post(`${key.path}/revoke`);
  const job = await ended(number);
  expect([job.state, job.problem]).toEqual([
    'stopped',
    `The key ${key.name} started this. This API key was revoked. An administrator can make a new one at API keys.`,
  ]);
  const counts = await jobs().counts(number);
  expect(counts.done).toBeGreaterThan(0);
  expect(counts.done).toBeLessThan(many);
});

it('A job stops in the middle when the owner of its key is no longer an administrator', async () => {
  const name = await owner();
  const key = await keyFor({ owner: name });
  const number = await started(key, 'user.sign-out', await people(many));
  await firstDone(number);
  await running.cognito.send(
    new AdminRemoveUserFromGroupCommand({
      UserPoolId: running.sandbox.userPoolId,
      Username: name,
      GroupName: 'pool-admins',
    }),
  );
  clock.ahead += 30_000;
  const job = await ended(number);
  expect(job.state).toBe('stopped');
  expect(job.problem).toContain(`The key ${key.name} started this. This API key has ended`);
  const found = await createApiKeyStore(database).find(key.id);
  expect(found?.ended?.reason).toBe('owner-lost-role');
});

it('A job stops when its key has expired', async () => {
  const key = await keyFor({ days: 1 });
  clock.ahead += 24 * 60 * 60_000;
  const job = await ended(await started(key, 'user.sign-out', await people(2)));
  expect([job.state, job.problem.includes('This API key has expired')]).toEqual(['stopped', true]);
});

it('A rotated key carries its job to the end', async () => {
  const key = await keyFor();
  const number = await started(key, 'user.sign-out', await people(20));
  await firstDone(number);
  const admin = await running.signedIn('admin');
  const form = { overlapHours: '0', days: '90', rotatedAt: '' };
  expect((await admin.post(`${key.path}/rotate`, form)).status).toBe(200);
  expect((await ended(number)).state).toBe('finished');
});

it('In a job, too, a key does only what it was made for, and no guard gives way', async () => {
  const name = await owner();
  const cases = [
    [
      await keyFor({ verbs: ['user.enable'] }),
      'user.disable',
      (await people(1))[0],
      'verb_not_allowed',
    ],
    [await keyFor({ owner: name }), 'user.disable', name, 'not_yourself'],
  ] as const;
  for (const [key, action, username = '', code] of cases) {
    const { number } = await ended(await started(key, action, [username]));
    const [item] = await jobs().items(number, ['refused'], { limit: 2 });
    expect([item?.username, item?.errorCode]).toEqual([username, code]);
    expect((await peopleOf(running).get(username)).Enabled).toBe(true);
  }
});
