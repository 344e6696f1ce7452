import { describe, expect, it } from 'vitest';
import { tokensOf, type UserOptions, type UserTokens } from '../../../server/accounts/plugin.ts';
import { poolOfUsersForTests } from '../../helpers/plugin/pool-of-users.ts';
import { protectedServer } from '../../helpers/plugin/protected-server.ts';

const pool = poolOfUsersForTests();

/** A server whose sessions are named by a header, with how often it refreshed. */
async function serverWithSessions(
  refresh: (tokens: UserTokens & { refreshToken: string }) => Promise<UserTokens | undefined>,
  more: Partial<UserOptions> = {},
) {
  const sessions = new Map<string, UserTokens>();
  const count = { refreshes: 0 };
  const { userPoolId, clientId, endpoint } = pool().sandbox;
  const idOf = (value: unknown): string => String(value);
  const server = await protectedServer({
    plugin: {
      userPoolId,
      clientId,
      endpoint,
      tokens: ({ headers }) => sessions.get(idOf(headers['x-session'])),
      async refresh({ headers }, tokens) {
        count.refreshes += 1;
        const fresh = await refresh(tokens);
        if (fresh === undefined) sessions.delete(idOf(headers['x-session']));
        else sessions.set(idOf(headers['x-session']), fresh);
        return fresh;
      },
      ...more,
    },
    routes(app) {
      app.get('/tokens', { onRequest: app.requireUser }, async (request) => ({
        isFresh: tokensOf(request).accessToken === sessions.get('a')?.accessToken,
      }));
    },
  });
  return { sessions, count, get: (path: string) => server.get(path, { 'x-session': 'a' }) };
}

describe('Tokens in the session', () => {
  it('name the user, with the claims of both tokens', async () => {
    await pool().user('ada');
    const { sessions, count, get } = await serverWithSessions(async () => undefined);
    expect((await get('/me')).status).toBe(401);
    sessions.set('a', await pool().signIn('ada'));
    const { status, body } = await get('/me');
    expect(status).toBe(200);
    expect(body).toMatchObject({ username: 'ada', idClaims: { email: 'ada@example.com' } });
    expect(count.refreshes).toBe(0);
  });

  it('of two people are refused', async () => {
    await pool().user('one');
    await pool().user('two');
    const { sessions, get } = await serverWithSessions(async () => undefined);
    const [{ accessToken }, { idToken }] = [await pool().signIn('one'), await pool().signIn('two')];
    sessions.set('a', { accessToken, idToken });
    const { status, body } = await get('/me');
    expect([status, body.code]).toEqual([401, 'token_refused']);
    sessions.set('a', { accessToken, idToken: accessToken });
    expect((await get('/me')).status).toBe(401);
  });

  it.each([
    ['have ended', 3700],
    ['are about to end', 3590],
  ])('are refreshed once for 50 requests when they %s', async (_, secondsAgo) => {
    const name = `fresh${secondsAgo}`;
    await pool().user(name);
    const { sessions, count, get } = await serverWithSessions(({ refreshToken }) =>
      pool().refresh(refreshToken),
    );
    sessions.set('a', await pool().signIn(name, secondsAgo));
    const replies = await Promise.all(Array.from({ length: 50 }, () => get('/tokens')));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(replies.map(({ body }) => body.isFresh))).toEqual(new Set([true]));
    expect(count.refreshes).toBe(1);
  });

  it('end the session when they cannot be refreshed any more', async () => {
    await pool().user('gone');
    const { sessions, count, get } = await serverWithSessions(async () => undefined);
    sessions.set('a', await pool().signIn('gone', 3700));
    const { status, body } = await get('/me');
    expect([status, body.code]).toEqual([401, 'token_expired']);
    expect((await get('/me')).body.code).toBe('not_signed_in');
    expect(count.refreshes).toBe(1);
  });

  it('serve until they end while the pool does not answer, and no longer', async () => {
    await pool().user('steady');
    const { sessions, get } = await serverWithSessions(async () => {
      throw new Error('The pool does not answer.');
    });
    sessions.set('a', await pool().signIn('steady', 3590));
    expect((await get('/me')).status).toBe(200);
    sessions.set('a', await pool().signIn('steady', 3700));
    expect((await get('/me')).status).toBe(500);
  });

  it('are checked after the refresh too', async () => {
    await pool().user('swapped');
    const { sessions, get } = await serverWithSessions(async () => ({ accessToken: 'forged' }));
    sessions.set('a', await pool().signIn('swapped', 3700));
    const { status, body } = await get('/me');
    expect([status, body.code]).toEqual([401, 'token_refused']);
  });

  it('of people who are not signed in can lead to a page instead', async () => {
    const { get } = await serverWithSessions(async () => undefined, {
      onRefusal: ({ statusCode, code }, _request, reply) =>
        statusCode === 401
          ? reply.redirect('/sign-in', 303)
          : reply.code(statusCode).send({ code }),
    });
    const { status, headers } = await get('/me');
    expect([status, headers.get('location')]).toEqual([303, '/sign-in']);
  });
});
