import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { verifyAudit } from '../../server/audit/chain/verify.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { isPostgres } from '../../server/db/dialect.ts';
import { postgresDialect } from '../../server/db/postgres.ts';
import type { Tables } from '../../server/db/schema.ts';
import { sqliteDialect } from '../../server/db/sqlite.ts';
import { onPostgres } from '../helpers/each-database.ts';
import { makeEarlier } from './earlier.ts';
import { schemaOf } from './schema-of.ts';

const users = 40_000;
const entries = 4000;
const script = fileURLToPath(new URL('./upgrading-process.ts', import.meta.url));

/** Fills the tables of the second migration: all later ones have much to do then. */
async function fill(database: Kysely<Tables>): Promise<void> {
  const numbers = (count: number) =>
    isPostgres(database)
      ? sql`generate_series(1, ${sql.raw(String(count))}) as one(i)`
      : sql`(with recursive one(i) as (select 1 union all select i + 1 from one
          where i < ${sql.raw(String(count))}) select i from one) as one`;
  await sql`insert into directory_pool (alias, lease_holder, lease_until, walk, problem, requested_at)
    values ('main', '', 0, '', '', 0)`.execute(database);
  await sql`insert into directory_user (pool_id, sub, username, status, is_enabled, verified,
      created_at, modified_at, written_at, digest, search_text, attributes)
    select 1, 'sub-' || i, 'user-' || i, 'CONFIRMED', 1, 0, i, i, i, '', 'user-' || i, '{}'
    from ${numbers(users)}`.execute(database);
  await sql`insert into audit (at, kind, operator_sub, operator_username, operator_role, session_id,
      address, pool, action, target_kind, target_name, target_sub, input, error_code, error_message)
    select i, 'succeeded', 's', 'admin', 'admin', '', '', 'main', 'user.disable', 'user', 'user-' || i,
      '', '{}', '', '' from ${numbers(entries)}`.execute(database);
}

/** Upgrades in a process of its own. @returns milliseconds that it took, or undefined when killed */
async function upgrade(url: string, killAfter?: number): Promise<number | undefined> {
  const child = spawn(process.execPath, [script, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  await once(child.stdout, 'data');
  const begun = performance.now();
  if (killAfter !== undefined) {
    await Promise.race([setTimeout(killAfter), exit]);
    child.kill('SIGKILL');
  }
  const [code] = await exit;
  return code === 0 ? performance.now() - begun : undefined;
}

async function expectWhole(url: string, schema: readonly string[]): Promise<void> {
  const database: Database = await openDatabase(url);
  try {
    expect(await schemaOf(database)).toEqual(schema);
    for (const table of ['directoryUser', 'directoryCreated', 'directoryUsername'] as const) {
      const { count } = await database
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      expect([table, count]).toEqual([table, users]);
    }
    expect(await verifyAudit(database)).toMatchObject({ rows: entries, tampering: [] });
  } finally {
    await database.destroy();
  }
}

/** How often it is killed, at moments spread over the whole upgrade. */
const kills = 8;

it('a SQLite upgrade killed at any moment leaves a database that the next start upgrades', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-killed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = (name: string): string => join(folder, `${name}.db`);
  await makeEarlier(sqliteDialect(file('earlier')), 'b0a71ae', fill);
  const copy = async (name: string): Promise<string> => {
    await copyFile(file('earlier'), file(name));
    return `file:${file(name)}`;
  };
  const empty = await openDatabase('file::memory:');
  const schema = await schemaOf(empty);
  await empty.destroy();

  const url = await copy('whole');
  const whole = (await upgrade(url)) ?? 0;
  await expectWhole(url, schema);
  let killed = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const broken = await copy(`killed-${kill}`);
    if ((await upgrade(broken, (whole * kill) / (kills + 1))) === undefined) killed += 1;
    await expectWhole(broken, schema);
  }
  expect(killed).toBeGreaterThan(kills / 2);
});

onPostgres((freshDatabase) => {
  it('an upgrade killed at any moment leaves a database that the next start upgrades', async () => {
    const empty = await openDatabase(await freshDatabase());
    const schema = await schemaOf(empty);
    await empty.destroy();
    for (const part of [0.3, 0.7]) {
      const url = await freshDatabase();
      await makeEarlier(postgresDialect(url), 'b0a71ae', fill);
      await upgrade(url, part * 3000);
      await expectWhole(url, schema);
    }
  });
});
