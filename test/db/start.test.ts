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
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
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

/** What is wrong with a SQLite file: makes it so in a folder, and answers its path. */
const brokenFiles: readonly [string, (folder: string) => Promise<string>, RegExp][] = [
  ['a folder', async (folder) => folder, /^DATABASE_URL names a folder/],
  ['a text', textIn, /of DATABASE_URL is no SQLite database\.$/],
  [
    'in a file instead of a folder',
    async (folder) => join(await textIn(folder), 'x.db'),
    /cannot be made: a part of its path is a file/,
  ],
  [
    'where nothing can be made',
    async () => '/sys/poolkeeper/x.db',
    /^The folder .* of DATABASE_URL cannot be made: /,
  ],
  ['locked', lockedIn, /is locked by another program/],
  ['of a newer version', newerIn, /was used by a newer version \(999-later\)/],
];

async function textIn(folder: string): Promise<string> {
  const path = join(folder, 'text');
  await writeFile(path, 'This is no database, but long enough to be read as one.'.repeat(99));
  return path;
}

async function lockedIn(folder: string): Promise<string> {
  const path = join(folder, 'locked.db');
  await (await openDatabase(`file:${path}`)).destroy();
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  return path;
}

async function newerIn(folder: string): Promise<string> {
  const path = join(folder, 'newer.db');
  await (await openDatabase(`file:${path}`)).destroy();
  const later = new DatabaseSync(path);
  later.exec(`insert into kysely_migration values ('999-later', '2030-01-01T00:00:00.000Z')`);
  later.close();
  return path;
}

it.each(brokenFiles)(
  'the start says what is wrong with a SQLite file: %s',
  async (_, make, says) => {
    await expectSentence(`file:${await make(await temporaryFolder())}`, says);
  },
);

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
  const wrong: readonly [string, (url: URL) => unknown, RegExp][] = [
    [
      'no such database',
      (url) => Object.assign(url, { pathname: '/missing' }),
      /^PostgreSQL at 127\.0\.0\.1:\d+ has no database missing\. Create it first\.$/,
    ],
    [
      'no such user',
      (url) => Object.assign(url, { username: 'stranger', password: 'hidden-password' }),
      /^PostgreSQL at 127\.0\.0\.1:\d+ does not let in the user stranger\. Check its password\.$/,
    ],
    [
      'nothing there',
      async (url) => Object.assign(url, { port: String(await freePort()) }),
      /^PostgreSQL at 127\.0\.0\.1:\d+ refuses connections\. Is it running\?$/,
    ],
    [
      'no such host',
      (url) => Object.assign(url, { hostname: 'no-such-host.invalid' }),
      /cannot be found: its name is not known here/,
    ],
  ];

  it.each(wrong)('the start says what is wrong: %s', async (_, change, says) => {
    const url = new URL(await freshDatabase());
    await change(url);
    await expectSentence(url.href, says);
  });

  it('the start says that a server does not answer', async () => {
    const url = await freshDatabase();
    server().hang();
    try {
      await expectSentence(url, /^PostgreSQL at 127\.0\.0\.1:\d+ does not answer in time\.$/);
    } finally {
      server().proceed();
    }
  });
});
