import { beforeAll, expect, it } from 'vitest';
import { withTag } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const overview = '/pools/sandbox';

beforeAll(() => running().walked());

/** The number in front of the link of this name. */
function countBefore(html: string, title: string): number {
  const link = withTag(html, 'a').find(({ text }) => text.includes(title));
  return Number(link?.text.replace(title, '').replace(/[\s,]/g, ''));
}

it('is where an operator lands', async () => {
  const auditor = await running().signedIn('auditor');
  const start = await auditor.get('/');
  expect(start.headers.get('location')).toBe(overview);
  const page = await auditor.get(overview);
  expect(page.status).toBe(200);
  const [current] = withTag(page.body, 'a').filter(
    ({ attributes }) => attributes.get('aria-current') === 'page',
  );
  expect(current?.text.trim()).toBe('Overview');
});

it('counts who is stuck, and leads to the list of exactly these', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const before = countBefore((await admin.get(overview)).body, 'Disabled');
  const username = await people.confirmed();
  await admin.post(`/pools/sandbox/users/${username}/actions/disable`);

  const { body } = await admin.get(overview);
  expect(countBefore(body, 'Disabled')).toBe(before + 1);
  for (const title of ['Invitation expired', 'Reset required', 'No verified contact', 'Disabled']) {
    const link = withTag(body, 'a').find(({ text }) => text.includes(title));
    const { text } = await admin.get(link?.attributes.get('href') ?? '');
    const count = countBefore(body, title);
    const shown = count === 0 ? 'No user matches' : new RegExp(`\\b${count} users? match`);
    expect([title, text]).toEqual([title, expect.stringMatching(shown)]);
  }
});

it('shows each status with how many are in it', async () => {
  const admin = await running().signedIn('admin');
  const { body, text } = await admin.get(overview);
  expect(text).toMatch(/\b6\d users\b/);
  const link = withTag(body, 'a').find(({ text: label }) => label.trim() === 'Confirmed');
  const { text: list } = await admin.get(link?.attributes.get('href') ?? '');
  const count = /(\d+) users match/.exec(list)?.[1];
  expect(text).toMatch(new RegExp(`Confirmed\\s+${count}\\s`));
});

it('draws the days, and tells them in a table as well', async () => {
  const admin = await running().signedIn('admin');
  await running().noticed(await peopleOf(running()).confirmed());
  const { body } = await admin.get(overview);
  const today = new Date().toISOString().slice(0, 10);
  const drawn = withTag(body, 'title').find(({ text }) => text.startsWith(`${today}: `));
  const row = withTag(body, 'tr').find(({ text }) => text.includes(today));
  const count = Number(drawn?.text.split(': ')[1]);
  expect(count).toBeGreaterThan(0);
  expect(Number(row?.text.replace(today, ''))).toBe(count);
});
