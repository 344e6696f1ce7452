import { createHmac } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountsForTests, bearer, openApiOf } from '../../helpers/accounts.ts';
import { accessClaims, createKey, jwt } from '../../operators/tokens.ts';
import { newUser, password, refusalOf, signIn } from './signed-in.ts';

const prefix = '/accounts/v1';
const accounts = accountsForTests();

/** Every operation that needs a token, as the OpenAPI document has it. */
async function ownOperations(): Promise<readonly (readonly [string, string])[]> {
  const { paths } = await openApiOf(accounts().running);
  return Object.entries<object>(paths).flatMap(([path, methods]) =>
    path.startsWith(`${prefix}/me`)
      ? Object.keys(methods).map(
          (method) =>
            [method.toUpperCase(), path.slice(prefix.length).replaceAll(/\{\w+\}/g, 'x')] as const,
        )
      : [],
  );
}

async function expectRefusedEverywhere(headers: Record<string, string>, code: string) {
  const operations = await ownOperations();
  expect(operations.length).toBeGreaterThanOrEqual(19);
  for (const [method, path] of operations) {
    const reply = await accounts().call(method, path, undefined, headers);
    expect([method, path, ...refusalOf(reply)]).toEqual([method, path, 401, code]);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsIn = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/** Signs in to another pool of the same region with its own app client. */
async function tokenOfAnotherPool(): Promise<string> {
  const { cognito } = accounts().running;
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'other' }));
  const UserPoolId = UserPool?.Id;
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'other',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const target = { UserPoolId, Username: 'ada' };
  await cognito.send(new AdminCreateUserCommand({ ...target, MessageAction: 'SUPPRESS' }));
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...target, Password: password, Permanent: true }),
  );
  return (await signIn(accounts(), 'ada', password, UserPoolClient?.ClientId)).accessToken;
}

describe('protected endpoint that needs a valid bearer token and knows the user from it', () => {
  it('refuses a request without a token', () => expectRefusedEverywhere({}, 'not_signed_in'));

  it('refuses a token of another pool', async () => {
    await expectRefusedEverywhere(bearer(await tokenOfAnotherPool()), 'token_refused');
  });

  it('refuses a token of another app client of the pool', async () => {
    const { username } = await newUser(accounts());
    const { clientId } = accounts().running.sandbox;
    const { accessToken } = await signIn(accounts(), username, password, clientId);
    await expectRefusedEverywhere(bearer(accessToken), 'token_refused');
  });

  it('refuses an ID token and a refresh token', async () => {
    const { idToken, refreshToken } = await newUser(accounts());
    await expectRefusedEverywhere(bearer(idToken), 'token_refused');
    const reply = await accounts().call('GET', '/me', undefined, bearer(refreshToken));
    expect(refusalOf(reply)).toEqual([401, 'token_refused']);
  });

  it.each(['none', 'None', 'NONE', ''])('refuses a token of the algorithm "%s"', async (alg) => {
    const { accessToken } = await newUser(accounts());
    const body = `${encode({ alg, typ: 'JWT' })}.${encode(claimsIn(accessToken))}`;
    for (const signature of ['', accessToken.split('.')[2]]) {
      const headers = bearer(`${body}.${signature}`);
      const reply = await accounts().call('GET', '/me', undefined, headers);
      expect(refusalOf(reply)).toEqual([401, 'token_refused']);
    }
  });

  it("refuses a token that is signed with the pool's public key as a secret", async () => {
    const { accessToken } = await newUser(accounts());
    const [key] = accounts().running.sandbox.jwks.keys;
    const body = `${encode({ alg: 'HS256', kid: key?.kid })}.${encode(claimsIn(accessToken))}`;
    const signature = createHmac('sha256', JSON.stringify(key)).update(body).digest('base64url');
    const headers = bearer(`${body}.${signature}`);
    const reply = await accounts().call('GET', '/me', undefined, headers);
    expect(refusalOf(reply)).toEqual([401, 'token_refused']);
  });

  it('refuses a token whose claims name another user', async () => {
    const [ada, eve] = [await newUser(accounts()), await newUser(accounts())];
    const [header, , signature] = eve.accessToken.split('.');
    const { sub, username } = claimsIn(ada.accessToken);
    const claims = encode({ ...claimsIn(eve.accessToken), sub, username });
    const headers = bearer(`${header}.${claims}.${signature}`);
    const reply = await accounts().call('GET', '/me', undefined, headers);
    expect(refusalOf(reply)).toEqual([401, 'token_refused']);
  });

  it.each([
    ['another scheme', 'Basic YTpi', 'not_signed_in'],
    ['no token behind the scheme', 'Bearer ', 'not_signed_in'],
    ['two tokens', 'Bearer a.b.c d.e.f', 'not_signed_in'],
    ['a token that is none', 'Bearer a.b.c', 'token_refused'],
    ['8 KB of letters', `Bearer ${'x'.repeat(8192)}`, 'token_refused'],
  ])('refuses %s', async (_, authorization, code) => {
    const reply = await accounts().call('GET', '/me', undefined, { authorization });
    expect(refusalOf(reply)).toEqual([401, code]);
  });

  it('takes no token from the address', async () => {
    const { accessToken } = await newUser(accounts());
    const reply = await accounts().call('GET', `/me?access_token=${accessToken}`);
    expect(refusalOf(reply)).toEqual([401, 'not_signed_in']);
  });

  it("is about the token's own user", async () => {
    const [ada, eve] = [await newUser(accounts()), await newUser(accounts())];
    expect((await eve.call('GET', `/me?username=${ada.username}`)).body.username).toBe(
      eve.username,
    );
    const reply = await eve.call('PATCH', '/me', {
      attributes: { nickname: 'x' },
      username: ada.username,
    });
    expect(refusalOf(reply).slice(0, 2)).toEqual([422, 'invalid_input']);
    await eve.call('POST', '/me/sign-out-everywhere');
    expect((await ada.call('GET', '/me')).status).toBe(200);
  });

  it('refuses a token after its refresh token was revoked', async () => {
    const { cognito, sandbox } = accounts().running;
    const ada = await newUser(accounts());
    const revoke = { ClientId: sandbox.applicationClientId, Token: ada.refreshToken };
    await cognito.send(new RevokeTokenCommand(revoke));
    const device = `/me/devices/${ada.newDevice.key}`;
    for (const [method, path, body] of [
      ['GET', '/me'],
      ['GET', '/me/userinfo'],
      ['GET', '/me/mfa'],
      ['PUT', '/me/mfa', { totp: true }],
      ['POST', '/me/totp'],
      ['POST', '/me/totp/verify', { code: '123456' }],
      ['GET', '/me/devices'],
      ['POST', '/me/devices', ada.newDevice],
      ['PUT', device, { isRemembered: true }],
      ['DELETE', device],
      ['GET', '/me/sessions'],
      ['DELETE', '/me/sessions/x'],
      ['DELETE', '/me'],
    ] as const) {
      const reply = await ada.call(method, path, body);
      expect([path, ...refusalOf(reply)]).toEqual([path, 401, 'token_revoked']);
    }
  });
});

describe('hostile bodies', () => {
  it.each([
    ['more than 64 KB', JSON.stringify({ attributes: { nickname: 'x'.repeat(65_536) } }), 413],
    ['what is no JSON', '{"attributes":', 400],
    ['a prototype', '{"attributes":{"__proto__":{"x":"y"}}}', 400],
    ['a constructor', '{"attributes":{"constructor":{"prototype":{"x":"y"}}}}', 400],
  ])('with %s are refused', async (_, body, status) => {
    const { accessToken } = await newUser(accounts());
    const reply = await fetch(`${accounts().base}/me`, {
      method: 'PATCH',
      body,
      headers: { 'content-type': 'application/json', ...bearer(accessToken) },
    });
    const code = status === 413 ? 'body_too_large' : 'malformed_request';
    expect(reply.status).toBe(status);
    expect(await reply.json()).toMatchObject({ status, code });
  });

  it('of another type are refused', async () => {
    const { accessToken } = await newUser(accounts());
    const reply = await fetch(`${accounts().base}/me`, {
      method: 'PATCH',
      body: '{"attributes":{"nickname":"x"}}',
      headers: { 'content-type': 'text/plain', ...bearer(accessToken) },
    });
    expect(reply.status).toBe(415);
    expect(await reply.json()).toMatchObject({ code: 'unsupported_media_type' });
  });
});

describe('issuers and times of tokens', () => {
  const key = createKey();
  const forged = accountsForTests({ application: { jwks: { keys: [key.jwk] } } });
  const seconds = Math.floor(Date.now() / 1000);
  let claims: Record<string, unknown> = {};
  let poolId = '';

  beforeAll(() => {
    const { sandbox } = forged().running;
    poolId = sandbox.userPoolId;
    const iss = `https://cognito-idp.${sandbox.region}.amazonaws.com/${poolId}`;
    claims = { iss, client_id: sandbox.applicationClientId };
  });

  const answerTo = async (changes: Record<string, unknown>) => {
    const header = { kid: key.keyId, alg: 'RS256' };
    const token = jwt(accessClaims({ ...claims, ...changes }), header, key.privateKey);
    return forged().call('GET', '/me/claims', undefined, bearer(token));
  };

  it.each(['cognito-idp', 'issuer-cognito-idp'])(
    'accepts the issuer %s of the right pool',
    async (host) => {
      const iss = `https://${host}.us-east-1.amazonaws.com/${poolId}`;
      const { status, body } = await answerTo({ iss });
      expect([status, body.iss]).toEqual([200, iss]);
    },
  );

  it.each([
    'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1234',
    'https://issuer-cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1234',
    'https://cognito-idp.eu-west-1.amazonaws.com/us-east-1_Sandbox01',
    'https://issuer-cognito-idp.eu-west-1.amazonaws.com/us-east-1_Sandbox01',
    'http://cognito-idp.us-east-1.amazonaws.com/us-east-1_Sandbox01',
    'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Sandbox01/',
    'https://cognito-idp.us-east-1.amazonaws.com.example.com/us-east-1_Sandbox01',
    'https://example.com/us-east-1_Sandbox01',
    'us-east-1_Sandbox01',
    undefined,
  ])('refuses the issuer %s', async (iss) => {
    expect(refusalOf(await answerTo({ iss }))).toEqual([401, 'token_refused']);
  });

  it.each([
    ['has expired', { exp: seconds - 60 }],
    ['never expires', { exp: undefined }],
    ['is not valid yet', { nbf: seconds + 3600 }],
    ['is an ID token', { token_use: 'id' }],
    ['is of no kind', { token_use: undefined }],
    ['names a list of app clients', { client_id: ['a', 'b'] }],
    ['names another app client', { client_id: 'other' }],
    ['names no user', { sub: undefined }],
    ['has no username', { username: undefined }],
  ])('refuses a token that %s', async (_, changes) => {
    expect(refusalOf(await answerTo(changes))).toEqual([401, 'token_refused']);
  });

  it('answers a token that this server accepts and the pool does not with 401 as well', async () => {
    const header = { kid: key.keyId, alg: 'RS256' };
    const token = jwt(accessClaims(claims), header, key.privateKey);
    const reply = await forged().call('GET', '/me', undefined, bearer(token));
    expect(refusalOf(reply)).toEqual([401, 'token_refused']);
  });
});
