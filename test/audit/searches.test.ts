import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { AuditEntry } from '../../server/audit/entry.ts';
import { createAuditLog } from '../../server/audit/store.ts';
import { openDatabase } from '../../server/db/database.ts';
import { consoleForTest } from '../helpers/console.ts';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';

const users = '/pools/sandbox/users';
const second = 1000;
const minute = 60 * second;

/** A console whose clock stands still but for the test, and an auditor at it. */
async function watched() {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = `file:${join(folder, 'console.db')}`;
  const clock = { now: Date.now() };
  const running = await consoleForTest({
    environment: { DATABASE_URL: url },
    now: () => new Date(clock.now),
  });
  const auditor = await running.signedIn('auditor');
  const look = (query: Record<string, string>): Promise<Reply> =>
    auditor.get(`${users}?${new URLSearchParams(query)}`);
  return { running, clock, url, auditor, look, searches: () => searchesIn(url) };
}

/** Each search in the audit, the first one first. */
async function searchesIn(url: string): Promise<Pick<AuditEntry, 'outcome' | 'input'>[]> {
  const database = await openDatabase(url);
  const entries = await createAuditLog(database, () => new Date()).list(
    { action: 'users.search' },
    100,
  );
  await database.destroy();
  return entries.map(({ outcome, input }) => ({ outcome, input })).reverse();
}

/** As the search box does a moment after each letter. */
async function type(client: ConsoleClient, ...texts: readonly string[]): Promise<void> {
  for (const q of texts) {
    const partial = { 'hx-request': 'true', 'hx-request-type': 'partial' };
    const { status } = await client.get(`${users}?${new URLSearchParams({ q })}`, partial);
    expect(status).toBe(200);
  }
}

it('has one entry of a search that was typed letter by letter, and in it all that was shown', async () => {
  const { clock, auditor, searches } = await watched();
  await type(auditor, 'an', 'ann', 'anna');
  // Written before the first letters were answered, whatever becomes of the process.
  expect(await searches()).toEqual([{ outcome: 'started', input: { q: 'an' } }]);
  clock.now += 2 * second;
  await expect
    .poll(searches)
    .toEqual([{ outcome: 'succeeded', input: { q: 'anna', typed: ['an', 'ann'] } }]);
  const { text } = await auditor.get('/pools/sandbox/audit?actionId=users.search');
  expect(text).toContain('q: anna, typed: an → ann');
});

it('has another entry when another search begins after somebody could read the first', async () => {
  const { clock, auditor, searches } = await watched();
  await type(auditor, 'anna');
  clock.now += 2 * second;
  await type(auditor, 'annabel');
  clock.now += 2 * second;
  await type(auditor, 'bob');
  expect((await searches()).map(({ input }) => input)).toEqual([
    { q: 'anna' },
    { q: 'annabel' },
    { q: 'bob' },
  ]);
});

it('lets nobody leaf through the pool unseen by never resting', async () => {
  const { auditor, clock, searches } = await watched();
  const texts = Array.from({ length: 60 }, (_, index) => `user${index}`);
  for (const text of texts) {
    clock.now += second;
    await type(auditor, text);
  }
  clock.now += 2 * second;
  const told = async (): Promise<unknown[]> =>
    (await searches()).flatMap(({ input }) => [input.typed ?? [], input.q].flat());
  await expect.poll(told).toEqual(texts);
  expect((await searches()).length).toBeLessThan(texts.length / 10);
});

it('takes the same search in another order, with other columns or on another page for the same', async () => {
  const { auditor, look, searches, clock } = await watched();
  await type(auditor, 'user');
  // Pressing Enter settles what was typed.
  await look({ q: 'user' });
  const once = [{ outcome: 'succeeded', input: { q: 'user' } }];
  expect(await searches()).toEqual(once);
  await look({ q: 'user', sort: '-email' });
  await look({ q: 'user', column: 'sub' });
  await look({ q: 'user', cursor: 'nonsense' });
  await type(auditor, 'user');
  await look({ sort: 'email' });
  await look({});
  expect(await searches()).toEqual(once);
  await look({ q: 'status:confirmed', sort: 'email' });
  await look({ q: 'user', cursor: 'nonsense' });
  expect(await searches()).toHaveLength(3);
  clock.now += 20 * minute;
  await look({ q: 'user' });
  expect(await searches()).toHaveLength(4);
});

it('keeps apart what two people type, and does not watch those who may do more', async () => {
  const { running, auditor, searches } = await watched();
  const support = await running.signedIn('support');
  const another = await running.signedIn('auditor');
  await type(auditor, 'an');
  await type(another, 'bo');
  await type(support, 'sup');
  await type(auditor, 'ann');
  await type(another, 'bob');
  await running.close();
  expect(await searches()).toEqual([
    { outcome: 'succeeded', input: { q: 'ann', typed: ['an'] } },
    { outcome: 'succeeded', input: { q: 'bob', typed: ['bo'] } },
  ]);
});
