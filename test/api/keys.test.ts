import { describe, expect, it } from 'vitest';
import { roles } from '../../server/operators/permissions.ts';
import { apiForTests } from '../helpers/api.ts';
import { keyShown, postKey } from '../helpers/api-key.ts';

const api = apiForTests();

describe('an API key', () => {
  it.each(roles)('of role %s reads users', async (role) => {
    const { token } = await api().keyFor({ role });
    const { status, body } = await api().ofPool('GET', '/users', { as: { token } });
    expect([status, Array.isArray(body.users)]).toEqual([200, true]);
  });

  it.each([
    ['with a typo', (key: string) => `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`],
    ['cut off', (key: string) => key.slice(0, -1)],
    ['with more behind it', (key: string) => `${key}0`],
    ['in capitals', (key: string) => `pk_live_${key.slice(8).toUpperCase()}`],
    ['without its secret', () => 'pk_live_'],
  ])('%s is refused', async (_, change) => {
    const { token } = await api().keyFor();
    const answer = await api().ofPool('GET', '/users', { as: { token: change(token) } });
    expect([answer.status, answer.body.code]).toEqual([401, 'key_refused']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('is no way into the pages of the console', async () => {
    const { token } = await api().keyFor();
    for (const path of ['/pools/sandbox/users', '/api-keys', '/sessions']) {
      const response = await fetch(`${api().running.url}${path}`, {
        redirect: 'manual',
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      });
      const { error } = JSON.parse(await response.text());
      expect([path, response.status, error.code]).toEqual([path, 401, 'token_refused']);
    }
  });

  it('is revoked at once, without a recent sign-in being asked for', async () => {
    const { token, path } = await api().keyFor();
    const client = await api().running.signedIn('admin');
    expect((await client.post(`${path}/revoke`)).status).toBe(303);
    const answer = await api().ofPool('GET', '/users', { as: { token } });
    expect([answer.status, answer.body.code]).toEqual([401, 'key_revoked']);
    expect((await client.post(`${path}/revoke`)).status).toBe(303);
    expect((await client.get(`${path}/rotate`)).status).toBe(409);
  });

  it('frees its name when it is revoked, and not before', async () => {
    const { name, path } = await api().keyFor();
    const client = await api().running.signedIn('admin');
    const taken = await postKey(client, { name });
    expect([taken.status, taken.text.includes('An API key in use has this name')]).toEqual([
      422,
      true,
    ]);
    await client.post(`${path}/revoke`);
    const again = await postKey(client, { name });
    expect([again.status, keyShown(again).token === '']).toEqual([200, false]);
  });
});
