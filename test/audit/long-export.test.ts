import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { consoleForTest } from '../helpers/console.ts';
import type { ConsoleClient } from '../helpers/console-client.ts';
import { lengthenAudit } from '../helpers/long-audit.ts';
import { peopleOf } from '../helpers/people.ts';

const page = '/pools/sandbox/audit';
const entries = 100_000;
/** Some seconds, but on a machine that has much else to do. */
const patience = 600_000;

async function longAudit() {
  return (await consoleWithLongAudit()).signedIn('auditor');
}

async function consoleWithLongAudit() {
  const folder = mkdtempSync(join(tmpdir(), 'export-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = `file:${join(folder, 'console.db')}`;
  const database = await openDatabase(url);
  await lengthenAudit(database, entries);
  await database.destroy();
  return consoleForTest({ environment: { DATABASE_URL: url } });
}

/** An answer that is taken only as far as it is read. */
function open(
  client: ConsoleClient,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<IncomingMessage> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    get(new URL(path, client.origin), { headers: { ...headers, cookie } }, resolve).once(
      'error',
      reject,
    );
  });
}

/** A process of its own that takes a file as fast as it comes; answers how many bytes it had. */
function takenByProgram(client: ConsoleClient, path: string): Promise<number> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const program = `let bytes = 0;
    require('node:http').get(process.argv[1], { headers: { cookie: process.argv[2] } }, (file) =>
      file.on('data', (part) => (bytes += part.length)).on('end', () => console.log(bytes)));`;
  const options = ['-e', program, new URL(path, client.origin).href, cookie];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, options, (error, stdout) =>
      error === null ? resolve(Number(stdout)) : reject(error),
    );
  });
}

/** What the audit says of the export itself. */
async function told(client: ConsoleClient): Promise<string> {
  return (await client.get(`${page}?actionId=audit.export`)).text;
}

/** Takes a file to its end; answers how much there was of it. */
async function takeAll(file: IncomingMessage): Promise<{ lines: number; characters: number }> {
  const taken = { lines: 0, characters: 0 };
  for await (const part of file) {
    const text = String(part);
    taken.characters += text.length;
    taken.lines += text.split('\n').length - 1;
  }
  return taken;
}

it(
  `reads no further than it is taken, and gives all of ${entries} entries to whoever takes them`,
  async () => {
    const auditor = await longAudit();
    const begun = performance.now();
    const whole = await takeAll(await open(auditor, `${page}/export.ndjson`));
    const took = performance.now() - begun;
    expect(whole.lines).toBeGreaterThanOrEqual(entries);
    // Far more than fits between the two, or what follows would show nothing.
    expect(whole.characters).toBeGreaterThan(30_000_000);
    await expect.poll(() => told(auditor)).toMatch(/Export the audit pool sandbox Succeeded/);

    const file = await open(auditor, `${page}/export.ndjson`);
    expect(file.statusCode).toBe(200);
    // Nobody takes it for as long as all of it took, and longer.
    await setTimeout(2 * took);
    expect(await told(auditor)).toMatch(/Export the audit pool sandbox Begun/);
    expect((await auditor.get('/pools/sandbox/users')).status).toBe(200);
    expect((await takeAll(file)).lines).toBeGreaterThanOrEqual(entries);
    await expect.poll(() => told(auditor)).not.toMatch(/sandbox Begun/);
  },
  patience,
);

it.each(['identity', 'gzip'])(
  'ends when nobody takes it any more, sent as %s, and the audit says so',
  async (encoding) => {
    const auditor = await longAudit();
    const file = await open(auditor, `${page}/export.csv`, { 'accept-encoding': encoding });
    await file[Symbol.asyncIterator]().next();
    file.destroy();
    await expect
      .poll(() => told(auditor), { timeout: patience })
      .toMatch(/Failed The file was not taken to its end/);
  },
  patience,
);

it(
  'answers everybody else while a program takes an export as fast as it can',
  async () => {
    const auditor = await longAudit();
    let isTaken = false;
    const taken = takenByProgram(auditor, `${page}/export.ndjson`).finally(() => {
      isTaken = true;
    });
    let answered = 0;
    await expect.poll(() => told(auditor), { timeout: patience }).toMatch(/sandbox Begun/);
    while (!isTaken) {
      expect((await auditor.get('/healthz')).status).toBe(200);
      answered += 1;
    }
    expect(await taken).toBeGreaterThan(30_000_000);
    // A turn for them with every few hundred of the entries.
    expect(answered).toBeGreaterThan(50);
  },
  patience,
);

it(
  'lets an operator have one export at a time and a process three, and takes the next when one has ended',
  async () => {
    const running = await consoleWithLongAudit();
    const people = peopleOf(running);
    const names = ['one', 'two', 'three', 'four'];
    for (const name of names) {
      await people.confirmed({}, name);
      await people.addToGroup(name, 'pool-auditors');
    }
    const [one, two, three, four] = await Promise.all(names.map((name) => running.signedIn(name)));
    if (!one || !two || !three || !four) throw new Error('Somebody is missing.');
    const path = `${page}/export.csv`;
    const codeOf = async (client: ConsoleClient) => {
      const { status, body } = await client.get(path, { accept: 'application/json' });
      return [status, JSON.parse(body).error.code];
    };
    const first = await open(one, path);
    expect(first.statusCode).toBe(200);
    expect(await codeOf(one)).toEqual([429, 'export_under_way']);
    const others = [await open(two, path), await open(three, path)];
    expect(await codeOf(four)).toEqual([429, 'too_many_exports']);
    const refused = await four.get(path);
    expect(refused.text).toContain('3 exports are under way, the most at a time.');
    first.destroy();
    // The console hears a moment later that nobody takes it any more.
    let last: IncomingMessage | undefined;
    const openAgain = async (): Promise<number | undefined> => {
      last = await open(four, path);
      return last.statusCode;
    };
    await expect.poll(openAgain, { timeout: patience }).toBe(200);
    for (const file of [...others, last]) file?.destroy();
  },
  patience,
);
