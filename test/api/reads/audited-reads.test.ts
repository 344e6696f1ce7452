import { expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { createKey } from '../../helpers/api-key.ts';

const api = apiForTests({ sandbox: { users: 20 } });

/** What the audit page lists of an action, as text. */
async function entriesOf(action: string): Promise<string> {
  const admin = await api().running.signedIn('admin');
  return (await admin.get(`/pools/sandbox/audit?actionId=${action}`)).text;
}

const count = (text: string, part: string): number => text.split(part).length - 1;

it('has one entry of what an auditor searches for, however many pages of it are read', async () => {
  const { ofPool } = api();
  const as = 'auditor';
  const path = '/users?q=enabled%3Ayes&limit=2';
  const first = await ofPool('GET', path, { as });
  const cursor = encodeURIComponent(first.body.nextCursor);
  expect((await ofPool('GET', `${path}&cursor=${cursor}`, { as })).status).toBe(200);
  expect((await ofPool('GET', `${path}&sort=email&fields=username`, { as })).status).toBe(200);
  expect(count(await entriesOf('users.search'), 'q: enabled:yes')).toBe(1);
  const typing = { 'hx-request': 'true', 'hx-request-type': 'partial' };
  await ofPool('GET', '/users?q=name%3Aanna', { as, headers: typing });
  expect(count(await entriesOf('users.search'), 'q: name:anna')).toBe(1);
});

it('has what an API key of an auditor searches for, under the name of the key', async () => {
  const { token, name } = await createKey(api().running, { role: 'auditor' });
  const reply = await api().ofPool('GET', '/users?q=name%3Aby-a-program', { as: { token } });
  expect(reply.status).toBe(200);
  const text = await entriesOf('users.search');
  expect(count(text, 'q: name:by-a-program')).toBe(1);
  expect(text).toContain(name);
});

it('has no entry of a plain list, nor of what other roles search for', async () => {
  const { ofPool } = api();
  await ofPool('GET', '/users?limit=1', { as: 'auditor' });
  await ofPool('GET', '/users?q=name%3Aof-support', { as: 'support' });
  await ofPool('GET', '/users?q=name%3Aof-admin', { as: 'admin' });
  const text = await entriesOf('users.search');
  expect(text).not.toContain('of-support');
  expect(text).not.toContain('of-admin');
});
