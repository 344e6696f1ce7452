import { describe, expect, it } from 'vitest';
import { type MappedValues, userMapping } from '../../../server/accounts/plugin.ts';
import { bearer } from '../../helpers/accounts.ts';
import { poolOfUsersForTests } from '../../helpers/plugin/pool-of-users.ts';
import { protectedServer } from '../../helpers/plugin/protected-server.ts';

const pool = poolOfUsersForTests();

type Person = { readonly id: number; readonly values: MappedValues };

/** A server that keeps a record of its users in memory, with what its hooks were called for. */
async function serverWithRecords(
  more: { createUnknown?: boolean; attributes?: Record<string, string> } = {},
) {
  const people = new Map<string, Person>();
  const calls: string[] = [];
  const mapUser = userMapping<Person>({
    find: async ({ username }) => people.get(username),
    async create(values, { username }) {
      calls.push(`create ${username}`);
      const person = { id: people.size + 1, values };
      people.set(username, person);
      return person;
    },
    async update(person, values, { username }) {
      calls.push(`update ${username}`);
      const updated = { ...person, values: { ...person.values, ...values } };
      people.set(username, updated);
      return updated;
    },
    ...more,
  });
  const { userPoolId, clientId, endpoint } = pool().sandbox;
  const server = await protectedServer({
    plugin: { userPoolId, clientId, endpoint, tokenUse: 'id', mapUser },
    routes(app) {
      app.get('/record', { onRequest: app.requireUser }, async (request) => mapUser.of(request));
      app.get('/unguarded', async (request) => mapUser.of(request));
    },
  });
  return { people, calls, get: server.get };
}

describe("The application's own record of a user", () => {
  it('is created from the mapped claims at the first request, once for many', async () => {
    await pool().user('ada');
    const { idToken } = await pool().signIn('ada');
    const { calls, get } = await serverWithRecords();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => get('/record', bearer(idToken))),
    );
    const expected = { id: 1, values: { email: 'ada@example.com', firstName: 'Ada' } };
    for (const { status, body } of replies) expect([status, body]).toEqual([200, expected]);
    await get('/record', bearer(idToken));
    expect(calls).toEqual(['create ada']);
  });

  it('is updated once for each token, and keeps what the token does not say', async () => {
    await pool().user('grace');
    const { people, calls, get } = await serverWithRecords();
    people.set('grace', { id: 7, values: { email: 'old@example.com', lastName: 'Hopper' } });
    const { idToken } = await pool().signIn('grace');
    for (let i = 0; i < 3; i += 1) {
      const { body } = await get('/record', bearer(idToken));
      expect(body).toEqual({
        id: 7,
        values: { email: 'grace@example.com', firstName: 'Ada', lastName: 'Hopper' },
      });
    }
    expect(calls).toEqual(['update grace']);
    await get('/record', bearer((await pool().signIn('grace')).idToken));
    expect(calls).toEqual(['update grace', 'update grace']);
  });

  it('is only updated where unknown users are not created', async () => {
    await pool().user('known');
    await pool().user('unknown');
    const { people, calls, get } = await serverWithRecords({ createUnknown: false });
    people.set('known', { id: 1, values: {} });
    const known = await pool().signIn('known');
    const unknown = await pool().signIn('unknown');
    expect((await get('/record', bearer(known.idToken))).status).toBe(200);
    const { status, body } = await get('/record', bearer(unknown.idToken));
    expect([status, body.code]).toEqual([403, 'unknown_user']);
    expect((await get('/me', bearer(unknown.idToken))).status).toBe(403);
    expect(calls).toEqual(['update known']);
  });

  it('has the names of the mapping, and nothing that is not mapped', async () => {
    await pool().user('named');
    const { idToken } = await pool().signIn('named');
    const attributes = { given_name: 'called', 'custom:none': 'none', __proto__: 'x' };
    const { get } = await serverWithRecords({ attributes });
    expect((await get('/record', bearer(idToken))).body.values).toEqual({ called: 'Ada' });
  });

  it('is not made for a token that is refused, and not given to routes without a guard', async () => {
    await pool().user('careful');
    const { accessToken, idToken } = await pool().signIn('careful');
    const { calls, get } = await serverWithRecords();
    expect((await get('/record', bearer(accessToken))).status).toBe(401);
    expect((await get('/unguarded', bearer(idToken))).status).toBe(401);
    expect(calls).toEqual([]);
  });
});
