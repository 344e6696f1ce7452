import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { cognitoUsers } from '../../../server/accounts/plugin.ts';
import { bearer } from '../../helpers/accounts.ts';
import { poolOfUsersForTests } from '../../helpers/plugin/pool-of-users.ts';
import { type ProtectedServer, protectedServer } from '../../helpers/plugin/protected-server.ts';

const pool = poolOfUsersForTests();

function start(more: { readonly clientId?: string; readonly tokenUse?: 'id' } = {}) {
  const { userPoolId, clientId, endpoint } = pool().sandbox;
  return protectedServer({ plugin: { userPoolId, clientId, endpoint, ...more } });
}

async function refusal(server: ProtectedServer, path: string, headers = {}) {
  const { status, body, headers: sent } = await server.get(path, headers);
  return [status, body.code, sent.get('www-authenticate')];
}

describe('requireUser', () => {
  it('knows the user by the verified access token', async () => {
    await pool().user('ada', ['editors']);
    const { accessToken } = await pool().signIn('ada');
    const { status, body } = await (await start()).get('/me', bearer(accessToken));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      username: 'ada',
      sub: expect.stringMatching(/^[\da-f-]{36}$/),
      groups: ['editors'],
      scopes: ['aws.cognito.signin.user.admin'],
      claims: { token_use: 'access', client_id: pool().sandbox.clientId },
    });
  });

  it('answers a request without a token with problem details', async () => {
    const { status, body, headers } = await (await start()).get('/me');
    expect(status).toBe(401);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      code: 'not_signed_in',
      detail: 'Sign in first.',
      requestId: 'req-1',
    });
  });

  it('does not take another scheme for a token, and refuses a header that cannot be read', async () => {
    const server = await start();
    const invalid = 'Bearer error="invalid_token"';
    for (const authorization of ['Basic YTpi', 'Bearers x', 'x']) {
      expect(await refusal(server, '/me', { authorization })).toEqual([
        401,
        'not_signed_in',
        'Bearer',
      ]);
    }
    for (const authorization of ['Bearer', 'Bearer a b', 'Bearer "x"', 'Bearer x', 'bearer ..']) {
      expect(await refusal(server, '/me', { authorization })).toEqual([
        401,
        'token_refused',
        invalid,
      ]);
    }
  });

  it('refuses an ID token where an access token is required, and the other way around', async () => {
    await pool().user('grace');
    const { accessToken, idToken } = await pool().signIn('grace');
    const forAccess = await start();
    const forId = await start({ tokenUse: 'id' });
    expect((await refusal(forAccess, '/me', bearer(idToken))).slice(0, 2)).toEqual([
      401,
      'token_refused',
    ]);
    expect((await refusal(forId, '/me', bearer(accessToken))).slice(0, 2)).toEqual([
      401,
      'token_refused',
    ]);
    const { body } = await forId.get('/me', bearer(idToken));
    expect(body).toMatchObject({
      username: 'grace',
      scopes: [],
      claims: { email: 'grace@example.com' },
    });
  });

  it('accepts several app clients, and no other', async () => {
    await pool().user('joan');
    const { accessToken } = await pool().signIn('joan');
    const { userPoolId, clientId, endpoint } = pool().sandbox;
    const several = await protectedServer({
      plugin: { userPoolId, clientId: ['another', clientId], endpoint },
    });
    expect((await several.get('/me', bearer(accessToken))).status).toBe(200);
    const other = await start({ clientId: 'another' });
    expect(await refusal(other, '/me', bearer(accessToken))).toEqual([
      401,
      'token_refused',
      'Bearer error="invalid_token"',
    ]);
  });

  it('logs no token and no claim', async () => {
    await pool().user('quiet');
    const { accessToken, idToken } = await pool().signIn('quiet');
    const lines: string[] = [];
    const { userPoolId, clientId, endpoint } = pool().sandbox;
    const server = await protectedServer({
      plugin: { userPoolId, clientId, endpoint },
      log: (line) => lines.push(line),
    });
    await server.get('/me', bearer(accessToken));
    await server.get('/me', bearer(idToken));
    await server.get('/editors', bearer(accessToken));
    expect(lines.join('')).toContain('token_refused');
    for (const secret of [accessToken, idToken, 'quiet']) {
      expect(lines.join('')).not.toContain(secret);
    }
  });

  it('leaves other routes open, where no user is known', async () => {
    await pool().user('open');
    const { accessToken } = await pool().signIn('open');
    expect((await (await start()).get('/open', bearer(accessToken))).body).toEqual({ user: null });
  });
});

describe('requireGroup', () => {
  it('counts a group by its whole name', async () => {
    const server = await start();
    await pool().user('in', ['editors', 'readers']);
    const member = await pool().signIn('in');
    expect((await server.get('/editors', bearer(member.accessToken))).status).toBe(200);
    const others = ['editors2', 'not-editors', 'editor', 'Editors', 'x,editors', 'editors,x'];
    await pool().user('out', others);
    const other = await pool().signIn('out');
    expect(await refusal(server, '/editors', bearer(other.accessToken))).toEqual([
      403,
      'not_in_group',
      null,
    ]);
    await pool().user('none');
    const none = await pool().signIn('none');
    expect((await server.get('/editors', bearer(none.accessToken))).status).toBe(403);
    expect((await server.get('/editors')).status).toBe(401);
  });

  it('cannot be left without a group', async () => {
    const { userPoolId, clientId } = pool().sandbox;
    const app = Fastify();
    await app.register(cognitoUsers, { userPoolId, clientId });
    expect(() => app.requireGroup('')).toThrow('requireGroup needs the name of a group.');
  });
});

describe('requireScope', () => {
  it('counts a scope by its whole name', async () => {
    const server = await start();
    await pool().user('scoped');
    const { accessToken } = await pool().signIn('scoped');
    expect((await server.get('/scope', bearer(accessToken))).status).toBe(200);
    expect(await refusal(server, '/other-scope', bearer(accessToken))).toEqual([
      403,
      'scope_missing',
      'Bearer error="insufficient_scope", scope="aws.cognito.signin.user"',
    ]);
  });

  it('takes one scope of the permitted characters', async () => {
    const { userPoolId, clientId } = pool().sandbox;
    const app = Fastify();
    await app.register(cognitoUsers, { userPoolId, clientId });
    for (const scope of ['', 'a b', 'a"b', 'a\r\nb']) {
      expect(() => app.requireScope(scope)).toThrow('requireScope needs the name of one scope.');
    }
  });
});
