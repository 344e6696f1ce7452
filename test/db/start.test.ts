import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { consoleForTest } from '../helpers/console.ts';
import { onPostgres } from '../helpers/each-database.ts';
import { freePort } from '../helpers/free-port.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

type Started = { readonly child: ChildProcess; readonly url: string };

function spawnConsole(databaseUrl: string): ChildProcess {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATABASE_URL: databaseUrl,
      DATABASE_CONNECT_SECONDS: '1',
      SANDBOX_DATA: ':memory:',
      SANDBOX_PORT: '0',
      SANDBOX_USERS: '5',
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Starts a console as a process and waits until it listens. */
async function start(databaseUrl: string): Promise<Started> {
  const child = spawnConsole(databaseUrl);
  let output = '';
  for await (const chunk of child.stdout ?? []) {
    output += `${chunk}`;
    const url = /Poolkeeper is at (\S+)/.exec(output)?.[1];
    if (url !== undefined && output.includes('Sign in')) return { child, url };
  }
  throw new Error(`The console did not start: ${output}`);
}

/** What a start that fails says, and its exit code. */
async function failedStart(databaseUrl: string): Promise<{ code: number; text: string }> {
  const child = spawnConsole(databaseUrl);
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += `${chunk}`;
  });
  const [code] = await once(child, 'close');
  return { code, text };
}

async function expectSentence(databaseUrl: string, sentence: RegExp): Promise<void> {
  const { code, text } = await failedStart(databaseUrl);
  expect(text.trim()).toMatch(sentence);
  // One sentence or two, and no stack.
  expect([code, text.trim().split('\n').length, /^\s+at /m.test(text)]).toEqual([1, 1, false]);
}

it('a second console on one SQLite file is refused, and the first is not disturbed', async () => {
  const url = `file:${join(await temporaryFolder(), 'console.db')}`;
  const first = await start(url);
  await expectSentence(url, /^Another console is using the file .*console\.db of DATABASE_URL/);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
});

it('a killed console leaves no lock behind', async () => {
  const url = `file:${join(await temporaryFolder(), 'console.db')}`;
  const { child } = await start(url);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const second = await start(url);
  expect((await fetch(`${second.url}/healthz`)).status).toBe(200);
});

it('a console in this process keeps a second one away too, until it is closed', async () => {
  const environment = { DATABASE_URL: `file:${join(await temporaryFolder(), 'console.db')}` };
  const first = await consoleForTest({ sandbox: { users: 0 }, environment });
  const second = () => consoleForTest({ sandbox: { users: 0 }, environment, pool: first.sandbox });
  await expect(second()).rejects.toThrow('Another console is using the file');
});

it('the start says what is wrong with a SQLite file', async () => {
  const folder = await temporaryFolder();
  await expectSentence(`file:${folder}`, /^DATABASE_URL names a folder/);
  const text = join(folder, 'text');
  await writeFile(text, 'This is no database, but long enough to be looked at as one.'.repeat(99));
  await expectSentence(`file:${text}`, /of DATABASE_URL is no SQLite database\.$/);
  await expectSentence(
    `file:${join(text, 'x.db')}`,
    /cannot be made: a part of its path is a file/,
  );
  await expectSentence('file:/proc/poolkeeper/x.db', /of DATABASE_URL cannot be (made|opened)/);

  const locked = join(folder, 'locked.db');
  await (await openDatabase(`file:${locked}`)).destroy();
  const other = new DatabaseSync(locked);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  await expectSentence(`file:${locked}`, /is locked by another program/);
  other.close();

  const newer = join(folder, 'newer.db');
  await (await openDatabase(`file:${newer}`)).destroy();
  const later = new DatabaseSync(newer);
  later.exec(`insert into kysely_migration values ('999-later', '2030-01-01T00:00:00.000Z')`);
  later.close();
  await expectSentence(`file:${newer}`, /was used by a newer version \(999-later\)/);
});

it('a missing folder is made', async () => {
  const folder = join(await temporaryFolder(), 'deeper', 'still');
  await start(`file:${join(folder, 'console.db')}`);
  expect((await stat(folder)).isDirectory()).toBe(true);
});

it('a file that is too large for its disk is answered with 503, and reads work', async () => {
  const folder = await temporaryFolder();
  const { url, child } = await start(`file:${join(folder, 'console.db')}`);
  // What a full disk does: no file of the process may grow.
  const limited = spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=1:1']);
  expect(limited.status).toBe(0);
  const reply = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { origin: url },
    body: new URLSearchParams({ username: 'admin', password: 'Sandbox-1234' }),
  });
  expect(reply.status).toBe(503);
  expect(await reply.text()).toContain('own storage cannot be read or written');
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect((await fetch(`${url}/sign-in`)).status).toBe(200);
});

onPostgres((freshDatabase, server) => {
  it('the start says what is wrong with the server', async () => {
    const url = await freshDatabase();
    const changed = (change: (url: URL) => void): string => {
      const other = new URL(url);
      change(other);
      return other.href;
    };
    await (await openDatabase(url)).destroy();
    await expectSentence(
      changed((other) => {
        other.pathname = '/missing';
      }),
      /^PostgreSQL at 127\.0\.0\.1:\d+ has no database missing\. Create it first\.$/m,
    );
    await expectSentence(
      changed((other) => {
        other.username = 'stranger';
        other.password = 'hidden-password';
      }),
      /^PostgreSQL at 127\.0\.0\.1:\d+ does not let in the user stranger\. Check its password\.$/m,
    );
    const port = String(await freePort());
    await expectSentence(
      changed((other) => {
        other.port = port;
      }),
      /^PostgreSQL at 127\.0\.0\.1:\d+ refuses connections\. Is it running\?/m,
    );
    await expectSentence(
      changed((other) => {
        other.hostname = 'no-such-host.invalid';
      }),
      /cannot be found: its name is not known here/,
    );
    server().hang();
    try {
      await expectSentence(url, /^PostgreSQL at 127\.0\.0\.1:\d+ does not answer in time\.$/m);
    } finally {
      server().proceed();
    }
  });
});
