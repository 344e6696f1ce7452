import { expect, it } from 'vitest';
import { consoleForTest } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const day = 24 * 60 * 60 * 1000;
let clock = Date.now();
const running = sharedConsole({ now: () => new Date(clock) });

it('shows every attribute, escaped, and what the status means', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const hostile = `"><img src=x onerror=alert(1)>'`;
  const username = await people.confirmed({
    name: hostile,
    'custom:tenant': 'acme',
    email_verified: 'false',
  });
  const page = await admin.get(`/pools/sandbox/users/${username}`);
  expect(page.text).toContain(hostile);
  expect(page.body).not.toContain('<img src=x');
  expect(page.text).toContain('acme');
  expect(page.text).toContain('Has a password and can sign in.');
  expect(page.text).toContain('Not verified');
});

it('finds a user by sub as well', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const username = await people.confirmed();
  const { sub = '' } = await people.attributes(username);
  const page = await admin.get(`/pools/sandbox/users/${sub}`);
  expect(page.status).toBe(200);
  expect(page.text).toContain(username);
});

it('calls an invitation expired when the temporary password no longer works', async () => {
  const people = peopleOf(running());
  const support = await running().signedIn('support');
  const username = await people.invited();
  const fresh = await support.get(`/pools/sandbox/users/${username}`);
  expect(fresh.text).toContain('Force change password');
  clock += 8 * day;
  const later = await (await running().signedIn('support')).get(`/pools/sandbox/users/${username}`);
  expect(later.text).toContain('Invitation expired');
  expect(later.text).toContain('no longer works. Resend the invitation.');
});

it('keeps what it can show when the pool cannot be reached', async () => {
  const lonely = await consoleForTest();
  const people = peopleOf(lonely);
  const admin = await lonely.signedIn('admin');
  const username = await people.confirmed({ name: 'Known Before' });
  const path = `/pools/sandbox/users/${username}`;
  await admin.get(path);
  await admin.get(`${path}/actions/edit-attributes`);
  await lonely.stopPool();

  const page = await admin.get(path);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Known Before');
  expect(page.text).toContain('This is what was last known.');

  const list = await admin.get('/pools/sandbox/users');
  expect(list.status).toBe(200);
  expect(list.text).toContain('Known Before');

  const typed = await admin.post(`${path}/actions/edit-attributes`, {
    'attribute:name': 'Typed With Care',
  });
  expect(typed.status).toBe(503);
  expect(typed.body).toContain('value="Typed With Care"');

  const unseen = await admin.get('/pools/sandbox/users/never-seen');
  expect(unseen.status).toBe(503);
  expect((await lonely.client().get('/readyz')).status).toBe(503);
  expect((await lonely.client().get('/healthz')).status).toBe(200);
});
