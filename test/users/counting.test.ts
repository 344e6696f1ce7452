import { expect, it } from 'vitest';
import { consoleForTest } from '../helpers/console.ts';
import { withAttribute } from '../helpers/html.ts';

const list = '/pools/sandbox/users';
const partial = { 'hx-request': 'true', 'hx-request-type': 'partial' };

/** Words of two letters are in no index: everybody is looked at, more than while a page waits. */
const common = 'an';

it('shows whom a common word finds before they are counted, and the count by a link', async () => {
  const running = await consoleForTest({ sandbox: { users: 1200 } });
  await running.walked();
  const admin = await running.signedIn('admin');

  const page = await admin.get(`${list}?q=${common}`);
  expect(withAttribute(page.body, 'class', 'is-title')).toHaveLength(50);
  expect(page.text).toContain('Count who matches');
  expect(page.text).toContain('All that match');
  const [link] = withAttribute(page.body, 'hx-trigger', 'load');
  const href = link?.attributes.get('hx-get') ?? '';
  expect(link?.attributes.get('href')).toBe(href);

  const counted = await admin.get(href);
  const [, users = ''] = /([\d,]+) users match/.exec(counted.text) ?? [];
  expect(Number(users.replace(',', ''))).toBeGreaterThan(50);
  expect(counted.text).toContain(`All ${users} that match`);
  expect(counted.text).not.toContain('Count who matches');

  const part = await admin.get(href, partial);
  expect(part.text).toContain(`${users} users match`);
  expect(part.text).toContain('Unconfirmed');
  expect(part.body).not.toContain('<tr');
});

it('counts at once what counters or an index tell', async () => {
  const running = await consoleForTest({ sandbox: { users: 1200 } });
  await running.walked();
  const admin = await running.signedIn('admin');
  for (const search of [
    '',
    'status:confirmed',
    'group:pool-admins',
    'admin@',
    '-status:confirmed',
  ]) {
    const { text } = await admin.get(`${list}?q=${encodeURIComponent(search)}`);
    expect(text, search).toMatch(/\d users?( match)?/);
    expect(text, search).not.toContain('Count who matches');
  }
});
