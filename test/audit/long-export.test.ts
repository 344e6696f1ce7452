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

const page = '/pools/sandbox/audit';
const entries = 100_000;
/** Some seconds, but on a machine that has much else to do. */
const patience = 600_000;

async function longAudit() {
  const folder = mkdtempSync(join(tmpdir(), 'export-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = `file:${join(folder, 'console.db')}`;
  const database = await openDatabase(url);
  await lengthenAudit(database, entries);
  await database.destroy();
  const running = await consoleForTest({ environment: { DATABASE_URL: url } });
  return running.signedIn('auditor');
}

/** An answer that is taken only as far as it is read. */
function open(client: ConsoleClient, path: string): Promise<IncomingMessage> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    get(new URL(path, client.origin), { headers: { cookie } }, resolve).once('error', reject);
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

it(
  'ends when nobody takes it any more, and the audit says so',
  async () => {
    const auditor = await longAudit();
    const file = await open(auditor, `${page}/export.csv`);
    await file[Symbol.asyncIterator]().next();
    file.destroy();
    await expect
      .poll(() => told(auditor), { timeout: patience })
      .toMatch(/Failed The file was not taken to its end/);
  },
  patience,
);
