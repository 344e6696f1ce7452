import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { readState } from '../../server/directory/read-store/state.ts';
import { poolIdOf } from '../../server/directory/store/pools.ts';
import type { Bench } from './bench.ts';
import { alias, startConsoleProcess } from './directory/console-process.ts';
import { walkInConsole } from './directory/console-walk.ts';
import { startProcess } from './sandbox/process.ts';
import { markdownTable } from './table.ts';

const users = Number(process.env.BENCH_NOTICES_USERS ?? 100_000);
const named = 500;
const inOneNotice = 100;
const userPoolId = 'us-east-1_Sandbox01';
const secret = 'a-secret-that-is-long-enough-for-a-hook';

/** Of the time that the full sync takes, by which every user named by a notice is read. */
const most = 0.5;

/** The console shares the quotas of AWS, which the sandbox enforces. */
const likeAws = {
  COGNITO_EMULATOR: 'false',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  HOOK_SECRET: secret,
};

/** Five notices that name 500 users, sent while a full sync of a pool of 100,000 begins. */
export const noticesBench: Bench = {
  name: 'notices',
  async run(print) {
    const folder = await mkdtemp(join(tmpdir(), 'notices-bench-'));
    const file = join(folder, 'pool.db');
    const databaseUrl = `file:${join(folder, 'console.db')}`;
    try {
      const unlimited = await startProcess(file, users);
      await walkInConsole(unlimited.endpoint, userPoolId, databaseUrl, {
        quota: 'none',
        seconds: Number.POSITIVE_INFINITY,
      });
      await unlimited.stop();
      const sandbox = await startProcess(file, users, { SANDBOX_QUOTAS: 'aws' });
      try {
        return await measure(print, sandbox.endpoint, databaseUrl);
      } finally {
        await sandbox.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(
  print: (line: string) => void,
  endpoint: string,
  databaseUrl: string,
): Promise<string[]> {
  const running = await startConsoleProcess(endpoint, userPoolId, databaseUrl, likeAws);
  const database = await openDatabase(databaseUrl);
  try {
    const poolId = await poolIdOf(database, alias);
    const startedAt = async () => (await readState(database, poolId)).walk?.startedAt.getTime();
    // The sync that the console before had begun goes on; the one after it is whole.
    const interrupted = await startedAt();
    await until(async () => ![undefined, interrupted].includes(await startedAt()));
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    const names = await someUsers(database, poolId);
    for (let first = 0; first < named; first += inOneNotice) {
      await notify(running.origin, names.slice(first, first + inOneNotice));
    }
    const sent = seconds();
    await until(async () => (await waiting(database)) === 0);
    const noticed = seconds() - sent;
    const seenBySync = (await readState(database, poolId)).walk?.usersSeen ?? users;
    const { completeAsOf } = await readState(database, poolId);
    await until(async () => {
      const state = await readState(database, poolId);
      return state.completeAsOf?.getTime() !== completeAsOf?.getTime();
    });
    const synced = seconds();
    const rows = [
      [`${named} users named by notices`, `${noticed.toFixed(1)} s`],
      ['users that the full sync had read then', `${seenBySync} of ${users}`],
      ['the full sync', `${synced.toFixed(1)} s`],
    ];
    for (const line of markdownTable([['read after', ''], ...rows])) print(line);
    return noticed > synced * most
      ? [`${noticed} s for the notices, ${synced} s for the sync`]
      : [];
  } finally {
    await database.destroy();
    await running.stop();
  }
}

/** Spread over the whole pool: subs are random. */
async function someUsers(database: Database, poolId: number): Promise<string[]> {
  const rows = await database
    .selectFrom('directoryUser')
    .select('sub')
    .where('poolId', '=', poolId)
    .orderBy('sub')
    .execute();
  const every = Math.floor(rows.length / named);
  return rows.filter((_, index) => index % every === 0).map(({ sub }) => sub);
}

async function waiting(database: Database): Promise<number> {
  const { count } = await database
    .selectFrom('noticedUser')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function notify(origin: string, subs: readonly string[]): Promise<void> {
  const path = `/hooks/pools/${alias}`;
  const [id, timestamp] = [randomUUID(), Math.floor(Date.now() / 1000)];
  const body = JSON.stringify({ users: subs });
  const signature = createHmac('sha256', secret)
    .update(`POST ${path}\n${id}\n${timestamp}\n${body}`)
    .digest('base64');
  const reply = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v2,${signature}`,
    },
    body,
  });
  if (reply.status !== 202) throw new Error(`A notice was answered ${reply.status}.`);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(200);
}
