import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createAuditLog } from '../../server/audit/store.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import type { JobItem } from '../../server/jobs/job.ts';
import { createJobs } from '../../server/jobs/jobs.ts';
import { itemsIn } from '../../server/jobs/store/items.ts';
import type { SandboxOptions } from '../../server/sandbox/options.ts';
import { type TestPool, testPool } from '../directory/pool.ts';

/** The program that carries out jobs and nothing else. */
export const script = fileURLToPath(new URL('./job-process.ts', import.meta.url));

/** A pool, and the database that the processes share. */
export type World = { readonly database: Database; readonly url: string; readonly pool: TestPool };

export async function worldWith(
  users: number,
  given?: { readonly database: Database; readonly url: string },
  sandbox: Partial<SandboxOptions> = { latencyMilliseconds: 15 },
): Promise<World & { readonly names: readonly string[] }> {
  const { database, url } = given ?? (await ownDatabase());

  const pool = await testPool({ users: 1, ...sandbox });
  const names = Array.from({ length: users }, (_, index) => `person-${index}`);
  for (const name of names) await pool.create(name);
  return { database, url, pool, names };
}

/** Starts a job as `admin` of the sandbox. */
export async function ordered({ database, pool }: World, action: string, names: readonly string[]) {
  const everybody = [...(await pool.everybody()).values()];
  const find = (name: string) => {
    const found = everybody.find(({ user }) => user.username === name);
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return { sub: found.user.sub, username: name };
  };
  const { sub, username } = find('admin');
  const jobs = createJobs({
    database,
    audit: createAuditLog(database, () => new Date()),
    now: () => new Date(),
  });
  const users = names.map(find);
  const order = { pool: 'main', key: action, action, input: {}, selection: '', reason: '' };
  const operator = {
    sub,
    username,
    displayName: username,
    role: 'admin',
    sessionId: 's',
    signedInAt: new Date(),
  } as const;
  return jobs.start(order, { operator, address: '', browser: '' }, users);
}

async function ownDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-jobs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const url = `file:${join(folder, 'console.db')}`;
  const database = await openDatabase(url);
  onTestFinished(() => database.destroy());
  return { database, url };
}

export async function itemsOf({ database }: World, job: number): Promise<readonly JobItem[]> {
  const states = ['waiting', 'begun', 'done', 'refused', 'failed', 'unknown', 'skipped'] as const;
  return itemsIn(database, job, states, { limit: 1000 });
}
