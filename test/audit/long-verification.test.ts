import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { consoleForTest } from '../helpers/console.ts';
import { lengthenAudit } from '../helpers/long-audit.ts';

const page = '/pools/sandbox/audit/verify';
const entries = 100_000;
/** Some seconds, but on a machine that has much else to do. */
const patience = 600_000;

/** A console with an audit that takes a while to be verified, and an auditor at it. */
async function long(options: { readonly isTouched?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = `file:${join(folder, 'console.db')}`;
  const database = await openDatabase(url);
  await lengthenAudit(database, entries);
  if (options.isTouched) {
    await database
      .updateTable('audit')
      .set({ targetName: 'eve' })
      .where('number', '=', 77_777)
      .execute();
  }
  await database.destroy();
  const running = await consoleForTest({ environment: { DATABASE_URL: url } });
  return { running, auditor: await running.signedIn('auditor') };
}

/** The fragments that a page is told while it is open, to the end. */
async function told(auditor: Awaited<ReturnType<typeof long>>['auditor'], address: string) {
  const stream = address.replace('/verify?', '/verify/progress?');
  const { body, headers } = await auditor.get(stream, { accept: 'text/event-stream' });
  expect(headers.get('content-type')).toContain('text/event-stream');
  return body.split('\n\n').filter(Boolean);
}

it(
  'answers others while it verifies a long audit, and shows how far it has come',
  async () => {
    const { auditor } = await long();
    const order: string[] = [];
    let shown = '';
    const asked = await auditor.get(page);
    const address = asked.headers.get('location') ?? '';
    expect(address).toMatch(/\/audit\/verify\?since=\d+$/);

    const events = told(auditor, address).then((all) => {
      order.push('verified');
      return all;
    });
    for (const other of ['/healthz', '/pools/sandbox/users', address]) {
      // Not compressed: that is done beside the loop that this is about.
      const { status, text } = await auditor.get(other, { 'accept-encoding': 'identity' });
      expect(status).toBe(200);
      order.push(other);
      if (other === address) shown = text;
    }
    const counted = /([\d,]+) of ([\d,]+) rows were looked at/.exec(shown);
    const numbers = counted?.slice(1).map((text) => Number(text.replaceAll(',', ''))) ?? [];
    expect(numbers[0]).toBeLessThan(entries);
    expect(numbers[1]).toBeGreaterThanOrEqual(entries);

    const all = await events;
    expect(order).toEqual(['/healthz', '/pools/sandbox/users', address, 'verified']);
    expect(all[0]).toContain('rows were looked at');
    expect(all.at(-2)).toContain('The audit is whole: 100,0');
    expect(all.at(-1)).toContain('event: end');
    // The address keeps what it found; the plain one would begin anew.
    expect((await auditor.get(address)).text).toContain('The audit is whole: 100,0');
  },
  patience,
);

it(
  'finds the one entry of a hundred thousand that was changed',
  async () => {
    const { auditor } = await long({ isTouched: true });
    const address = (await auditor.get(page)).headers.get('location') ?? '';
    const all = await told(auditor, address);
    expect(all.at(-2)).toContain('Entry 77777 was changed.');
  },
  patience,
);

it(
  'is broken off when the console ends',
  async () => {
    const { auditor, running } = await long();
    expect((await auditor.get(page)).status).toBe(303);
    await running.close();
  },
  patience,
);
