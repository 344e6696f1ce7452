import {
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { bearerToken } from '../../../server/tokens/bearer-token.ts';
import { consoleForTest, operatorPassword, type TestConsole } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const users = '/pools/sandbox/users';

async function tokensOf(username: string, own: TestConsole = running(), ClientId?: string) {
  const { AuthenticationResult } = await own.cognito.send(
    new InitiateAuthCommand({
      ClientId: ClientId ?? own.sandbox.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: operatorPassword },
    }),
  );
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { access: AccessToken, id: IdToken, refresh: RefreshToken };
}

/** A request as a program makes it: no cookie, no origin. */
async function call(
  token: string,
  path: string,
  options: {
    method?: string;
    body?: Record<string, string>;
    headers?: Record<string, string>;
  } = {},
  own: TestConsole = running(),
) {
  const reply = await fetch(new URL(path, own.url), {
    method: options.method ?? 'GET',
    redirect: 'manual',
    headers: { accept: 'application/json', authorization: `Bearer ${token}`, ...options.headers },
    ...(options.body && { body: new URLSearchParams(options.body) }),
  });
  return { status: reply.status, headers: reply.headers, body: await reply.text() };
}

describe('a program with an access token', () => {
  it('reads what its operator may read', async () => {
    const { access } = await tokensOf('auditor');
    const reply = await call(access, users, { headers: { accept: 'text/html' } });
    expect(reply.status).toBe(200);
    expect(reply.headers.getSetCookie()).toEqual([]);
  });

  it('changes what its operator may change, and the audit names both', async () => {
    const target = await peopleOf(running()).confirmed();
    const { access } = await tokensOf('support');
    const path = `${users}/${target}/actions/sign-out`;
    expect((await call(access, path, { method: 'POST', body: {} })).status).toBe(303);
    const admin = await running().signedIn('admin');
    const audit = await admin.get(`/pools/sandbox/audit?target=${target}`);
    expect(audit.text).toContain('support');
  });

  it('is refused what its operator may not do', async () => {
    const target = await peopleOf(running()).confirmed();
    const { access } = await tokensOf('support');
    const body = { confirmation: target };
    const reply = await call(access, `${users}/${target}/actions/delete`, { method: 'POST', body });
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'permission_missing' } });
  });

  it.each([
    'Bearer',
    'Bearer a b',
    'Bearer a"b',
    'bearer',
    'Token abc',
    'eyJhbGciOi.x.y',
    'Basic ?',
  ])('is not let in by a cookie beside the malformed header "%s"', async (authorization) => {
    const client = await running().signedIn('admin');
    const headers = { authorization, accept: 'application/json' };
    for (const reply of [
      await client.get(users, headers),
      await client.post(`${users}/support/actions/sign-out`, {}, headers),
    ]) {
      expect(reply.status).toBe(401);
      expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'token_refused' } });
      expect(reply.headers.get('www-authenticate')).toBe('Bearer error="invalid_request"');
    }
  });

  it('is let in by its cookie beside the Basic credentials of a proxy', async () => {
    const client = await running().signedIn('admin');
    const headers = { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` };
    expect((await client.get(users, headers)).status).toBe(200);
  });

  it('is not let in by a cookie beside a token that is refused', async () => {
    const client = await running().signedIn('admin');
    const headers = { authorization: 'Bearer no-token', accept: 'application/json' };
    expect((await client.get(users, headers)).status).toBe(401);
  });

  it('does not get around the rule for other sites', async () => {
    const target = await peopleOf(running()).confirmed();
    const { access } = await tokensOf('admin');
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const path = `${users}/${target}/actions/disable`;
    const reply = await call(access, path, { method: 'POST', body: {}, headers });
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'cross_site_request' } });
  });

  it('is out within 30 seconds of being removed, for reading too', async () => {
    let ahead = 0;
    const own = await consoleForTest({
      sandbox: { users: 0 },
      now: () => new Date(Date.now() + ahead),
    });
    const { access } = await tokensOf('auditor', own);
    const headers = { accept: 'text/html' };
    expect((await call(access, users, { headers }, own)).status).toBe(200);
    await own.cognito.send(
      new AdminRemoveUserFromGroupCommand({
        UserPoolId: own.sandbox.userPoolId,
        Username: 'auditor',
        GroupName: 'pool-auditors',
      }),
    );
    ahead = 30_000;
    const reply = await call(access, users, {}, own);
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'power_lost' } });
  });
});

describe('a token that is no access token of an operator', () => {
  it.each(['id', 'refresh'] as const)('is refused: the %s token', async (kind) => {
    const tokens = await tokensOf('admin');
    const reply = await call(tokens[kind], users);
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'token_refused' } });
    expect(reply.body).not.toContain(tokens[kind]);
  });

  it('is refused: of another app client', async () => {
    const { cognito, sandbox } = running();
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: sandbox.userPoolId,
        ClientName: 'other',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    const { access } = await tokensOf('admin', running(), UserPoolClient?.ClientId);
    expect((await call(access, users)).status).toBe(401);
  });

  it('is refused: of somebody who is no operator', async () => {
    const guest = await peopleOf(running()).confirmed();
    const { access } = await tokensOf(guest);
    const reply = await call(access, users);
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'not_an_operator' } });
  });

  it('is refused: changed by a letter', async () => {
    const { access } = await tokensOf('admin');
    const [header, claims, signature = ''] = access.split('.');
    const other = signature.startsWith('A') ? 'B' : 'A';
    const forged = `${header}.${claims}.${other}${signature.slice(1)}`;
    expect((await call(forged, users)).status).toBe(401);
  });

  it('is refused from the pool’s side only when it has ended there', async () => {
    // A signed-out token stays verifiable; what it may do is asked of the pool, not of the token.
    const name = await peopleOf(running()).confirmed();
    await peopleOf(running()).addToGroup(name, 'pool-auditors');
    const { access } = await tokensOf(name);
    const { cognito, sandbox } = running();
    const user = { UserPoolId: sandbox.userPoolId, Username: name };
    await cognito.send(new AdminUserGlobalSignOutCommand(user));
    expect((await call(access, users, { headers: { accept: 'text/html' } })).status).toBe(200);
  });
});

describe('the Authorization header', () => {
  it.each([
    ['Bearer a.b.c', 'a.b.c'],
    ['bearer  a.b.c ', 'a.b.c'],
    ['Basic dXNlcjpwYXNz', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    ['Bearer a,b', undefined],
    [undefined, undefined],
  ])('%j has the token %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});
