import { describe, expect, it } from 'vitest';
import type { UserOptions } from '../../../server/accounts/plugin.ts';
import { bearer } from '../../helpers/accounts.ts';
import {
  claimsIn,
  headerIn,
  signedBySecret,
  signingKey,
  unsigned,
} from '../../helpers/plugin/forged-tokens.ts';
import { keyServer } from '../../helpers/plugin/key-server.ts';
import { poolOfUsersForTests } from '../../helpers/plugin/pool-of-users.ts';
import { protectedServer } from '../../helpers/plugin/protected-server.ts';

const pool = poolOfUsersForTests();
const otherPool = poolOfUsersForTests();
const localPool = poolOfUsersForTests({ hasLocalIssuer: true });

async function answer(plugin: UserOptions, token: string) {
  const server = await protectedServer({ plugin });
  const { status, body } = await server.get('/me', bearer(token));
  return status === 200 ? 200 : [status, body.code];
}

const refused = [401, 'token_refused'];

describe('A token', () => {
  it('without a signature, or signed by a secret or another key, is refused', async () => {
    await pool().user('ada');
    const { accessToken } = await pool().signIn('ada');
    const { userPoolId, clientId, endpoint, jwks } = pool().sandbox;
    const claims = claimsIn(accessToken);
    const header = headerIn(accessToken);
    const kid = String(header.kid);
    const key = signingKey(kid);
    const forged = [
      unsigned(claims),
      unsigned(claims, header),
      unsigned(claims, { ...header, alg: 'None' }),
      `${unsigned(claims, { ...header, alg: 'none' })}AAAA`,
      signedBySecret(claims, header, JSON.stringify(jwks.keys[0])),
      key.sign(claims),
      key.sign(claims, { jwk: key.jwks.keys[0] }),
      key.sign(claims, { kid: undefined }),
      `${accessToken.slice(0, -6)}AAAAAA`,
      accessToken.replace(/\.[^.]*\./, `.${Buffer.from('{}').toString('base64url')}.`),
    ];
    const server = await protectedServer({ plugin: { userPoolId, clientId, endpoint } });
    // Known before, so that the cache of verified tokens is tried too.
    expect((await server.get('/me', bearer(accessToken))).status).toBe(200);
    for (const token of forged) {
      const { status, body } = await server.get('/me', bearer(token));
      expect([status, body.code]).toEqual(refused);
    }
  });

  it('of another pool is refused', async () => {
    await otherPool().user('eve');
    const { accessToken } = await otherPool().signIn('eve');
    const { userPoolId, clientId, endpoint } = pool().sandbox;
    expect(await answer({ userPoolId, clientId, endpoint }, accessToken)).toEqual(refused);
    // Even where its issuer and app client are the right ones.
    const other = otherPool().sandbox;
    const stolen = { userPoolId: other.userPoolId, clientId: other.clientId, endpoint };
    expect(await answer(stolen, accessToken)).toEqual(refused);
  });

  it('is good for the tolerance of 30 seconds after its end, or as long as was set', async () => {
    await pool().user('late');
    const { userPoolId, clientId, endpoint } = pool().sandbox;
    const plugin = { userPoolId, clientId, endpoint };
    const [hour, expired] = [3600, [401, 'token_expired']];
    const late = await pool().signIn('late', hour + 10);
    const tooLate = await pool().signIn('late', hour + 60);
    expect(await answer(plugin, late.accessToken)).toBe(200);
    expect(await answer(plugin, tooLate.accessToken)).toEqual(expired);
    expect(await answer({ ...plugin, clockTolerance: 0 }, late.accessToken)).toEqual(expired);
    expect(await answer({ ...plugin, clockTolerance: 120 }, tooLate.accessToken)).toBe(200);
  });

  it('says in WWW-Authenticate that it has expired', async () => {
    await pool().user('over');
    const { accessToken } = await pool().signIn('over', 7200);
    const { userPoolId, clientId, endpoint } = pool().sandbox;
    const server = await protectedServer({ plugin: { userPoolId, clientId, endpoint } });
    const { headers } = await server.get('/me', bearer(accessToken));
    expect(headers.get('www-authenticate')).toBe(
      'Bearer error="invalid_token", error_description="The token has expired"',
    );
  });

  it("of an emulator's own issuer is accepted at its endpoint only", async () => {
    await localPool().user('local');
    const { accessToken } = await localPool().signIn('local');
    const { userPoolId, clientId, endpoint, jwks } = localPool().sandbox;
    expect(await answer({ userPoolId, clientId, endpoint }, accessToken)).toBe(200);
    expect(await answer({ userPoolId, clientId, jwks }, accessToken)).toEqual(refused);
  });
});

describe('The two issuers of Cognito', () => {
  const key = signingKey('k1');
  const claims = {
    sub: 'a-sub',
    username: 'ada',
    token_use: 'access',
    client_id: 'client1',
    exp: Math.floor(Date.now() / 1000) + 3600,
    jti: 'a-jti',
  };
  const issuedBy = (iss: string, more = {}) => key.sign({ ...claims, iss, ...more });
  const plugin = { userPoolId: 'eu-west-1_One', clientId: 'client1', jwks: key.jwks };

  it.each(['cognito-idp', 'issuer-cognito-idp'])('are accepted: %s', async (host) => {
    const iss = `https://${host}.eu-west-1.amazonaws.com/eu-west-1_One`;
    expect(await answer(plugin, issuedBy(iss))).toBe(200);
  });

  it.each([
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Two',
    'https://cognito-idp.eu-west-2.amazonaws.com/eu-west-1_One',
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_One/',
    'https://cognito-idp.eu-west-1.amazonaws.com.evil.example/eu-west-1_One',
    'http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_One',
    'https://evil.example/?issuer-cognito-idp/eu-west-1_One',
    '',
  ])('are all that is accepted, not %s', async (iss) => {
    expect(await answer(plugin, issuedBy(iss))).toEqual(refused);
  });

  it('are not enough: subject, end, kind and app client are required', async () => {
    const iss = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_One';
    for (const missing of ['sub', 'username', 'token_use', 'client_id', 'exp', 'iss']) {
      expect(await answer(plugin, issuedBy(iss, { [missing]: undefined }))).toEqual(refused);
    }
  });

  it('are not mixed up where there are several pools', async () => {
    const second = signingKey('k1');
    const pools = [plugin, { userPoolId: 'eu-west-1_Two', clientId: 'client2', jwks: second.jwks }];
    const issuer = (id: string) => `https://cognito-idp.eu-west-1.amazonaws.com/${id}`;
    const one = issuer('eu-west-1_One');
    const two = issuer('eu-west-1_Two');
    const cases: [string, unknown][] = [
      [issuedBy(one), 200],
      [second.sign({ ...claims, iss: two, client_id: 'client2' }), 200],
      [issuedBy(two), refused],
      [issuedBy(two, { client_id: 'client2' }), refused],
      [issuedBy(one, { client_id: 'client2' }), refused],
      [second.sign({ ...claims, iss: one }), refused],
      [second.sign({ ...claims, iss: two }), refused],
    ];
    for (const [token, expected] of cases) expect(await answer({ pools }, token)).toEqual(expected);
  });
});

describe('The keys of the pool', () => {
  it('are fetched once for many requests, from the endpoint', async () => {
    await pool().user('many');
    const { accessToken } = await pool().signIn('many');
    const { userPoolId, clientId, jwks } = pool().sandbox;
    const keys = await keyServer(jwks);
    const { endpoint } = keys;
    const server = await protectedServer({ plugin: { userPoolId, clientId, endpoint } });
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => server.get('/me', bearer(accessToken))),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(keys.requests).toEqual([`/${userPoolId}/.well-known/jwks.json`]);
  });

  it('are fetched again for a key that is new, and old keys are no longer accepted', async () => {
    const [first, next] = [signingKey('first'), signingKey('next')];
    const keys = await keyServer(first.jwks);
    const { endpoint } = keys;
    const plugin = { userPoolId: 'eu-west-1_One', clientId: 'client1', endpoint };
    const server = await protectedServer({ plugin });
    const claims = {
      iss: `${endpoint}/eu-west-1_One`,
      sub: 'a-sub',
      username: 'ada',
      token_use: 'access',
      client_id: 'client1',
      exp: Math.floor(Date.now() / 1000) + 3600,
    };
    const old = first.sign(claims);
    expect((await server.get('/me', bearer(old))).status).toBe(200);
    keys.serve(next.jwks);
    expect((await server.get('/me', bearer(next.sign(claims)))).status).toBe(200);
    expect((await server.get('/me', bearer(old))).body.code).toBe('token_refused');
  });

  it('are not fetched for each made-up key id', async () => {
    await pool().user('flood');
    const { accessToken } = await pool().signIn('flood');
    const { userPoolId, clientId, jwks } = pool().sandbox;
    const keys = await keyServer(jwks);
    const { endpoint } = keys;
    const server = await protectedServer({ plugin: { userPoolId, clientId, endpoint } });
    expect((await server.get('/me', bearer(accessToken))).status).toBe(200);
    for (let i = 0; i < 20; i += 1) {
      const forged = signingKey(`made-up-${i}`).sign(claimsIn(accessToken));
      await server.get('/me', bearer(forged));
    }
    expect(keys.requests).toHaveLength(2);
    expect((await server.get('/me', bearer(accessToken))).status).toBe(200);
  });

  it('that cannot be had are 503 until they can, without a word about the token', async () => {
    await pool().user('patient');
    const { accessToken } = await pool().signIn('patient');
    const { userPoolId, clientId, jwks } = pool().sandbox;
    const keys = await keyServer(undefined);
    const { endpoint } = keys;
    const server = await protectedServer({ plugin: { userPoolId, clientId, endpoint } });
    const { status, body, headers } = await server.get('/me', bearer(accessToken));
    expect([status, body.code, headers.get('retry-after')]).toEqual([
      503,
      'pool_unreachable',
      '10',
    ]);
    expect(headers.get('www-authenticate')).toBeNull();
    keys.serve({ keys: 'none' });
    expect((await server.get('/me', bearer(accessToken))).status).toBe(503);
    keys.serve(jwks);
    expect((await server.get('/me', bearer(accessToken))).status).toBe(200);
  });

  it('given as JSON, as an option or in COGNITO_JWKS, are all there is', async () => {
    await pool().user('given');
    const { accessToken } = await pool().signIn('given');
    const { userPoolId, clientId, jwks } = pool().sandbox;
    const environment = { COGNITO_JWKS: JSON.stringify(jwks) };
    expect(await answer({ userPoolId, clientId, jwks }, accessToken)).toBe(200);
    expect(await answer({ userPoolId, clientId, environment }, accessToken)).toBe(200);
    const others = { COGNITO_JWKS: JSON.stringify(signingKey('other').jwks) };
    expect(await answer({ userPoolId, clientId, environment: others }, accessToken)).toEqual(
      refused,
    );
  });
});
