import { expect, it } from 'vitest';
import { nextPage } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const list = '/pools/sandbox/users';

it('shows who is in the pool, with status, groups and times', async () => {
  const auditor = await running().signedIn('auditor');
  const page = await auditor.get(`${list}?prefix=admin`);
  expect(page.status).toBe(200);
  expect(page.text).toContain('admin@example.com');
  expect(page.text).toContain('pool-admins');
  expect(page.text).toContain('Confirmed');
  expect(page.body).toMatch(/<time datetime="\d{4}-\d\d-\d\dT/);
});

it('filters by the start of an attribute, by status, and by both', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const confirmed = await people.confirmed({ given_name: 'Zephyrine' });
  const invited = await people.invited({ given_name: 'Zephyrine' });

  const both = await admin.get(`${list}?attribute=given_name&prefix=Zephyr`);
  expect(both.text).toContain(confirmed);
  expect(both.text).toContain(invited);
  const one = await admin.get(`${list}?attribute=given_name&prefix=Zephyr&status=CONFIRMED`);
  expect(one.text).toContain(confirmed);
  expect(one.text).not.toContain(invited);
  const none = await admin.get(`${list}?attribute=given_name&prefix=${encodeURIComponent('Z"\\')}`);
  expect(none.status).toBe(200);
  expect(none.text).not.toContain(confirmed);
  await admin.post(`${list}/${confirmed}/actions/disable`);
  const disabled = await admin.get(`${list}?attribute=given_name&prefix=Zephyr&status=disabled`);
  expect(disabled.text).toContain(confirmed);
  expect(disabled.text).not.toContain(invited);
});

it('pages through everyone exactly once', async () => {
  const admin = await running().signedIn('admin');
  const seen: string[] = [];
  let path: string | undefined = list;
  const mostPages = 20;
  for (let page = 0; path && page < mostPages; page++) {
    const { body } = await admin.get(path);
    for (const [, name = ''] of body.matchAll(/href="\/pools\/sandbox\/users\/([^"?/]+)"/g)) {
      seen.push(decodeURIComponent(name));
    }
    path = nextPage(body);
  }
  const operatorsAndDemoUsers = 63;
  expect(new Set(seen).size).toBeGreaterThanOrEqual(operatorsAndDemoUsers);
  expect(seen.length).toBe(new Set(seen).size);
});

it('answers htmx with the results alone', async () => {
  const admin = await running().signedIn('admin');
  const partial = await admin.get(`${list}?prefix=admin`, {
    'hx-request': 'true',
    'hx-request-type': 'partial',
  });
  expect(partial.body).not.toContain('<html');
  expect(partial.text).toContain('admin@example.com');
});

it('explains a cursor that no longer works instead of failing', async () => {
  const admin = await running().signedIn('admin');
  const page = await admin.get(`${list}?cursor=forged`);
  expect(page.status).toBe(200);
  expect(page.body).not.toContain('Something unexpected');
  expect(page.text).toMatch(/first page|expired|again/i);
});

it('names an unknown pool or page a 404', async () => {
  const admin = await running().signedIn('admin');
  expect((await admin.get('/pools/elsewhere/users')).status).toBe(404);
  expect((await admin.get('/pools/sandbox/nonsense')).status).toBe(404);
  expect((await admin.get('/pools/sandbox/users/%E0%A4%A')).status).toBe(400);
});
