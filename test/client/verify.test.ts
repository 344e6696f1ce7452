import { describe, expect, it } from 'vitest';
import { claimsOf, verifyToken } from '../../client/src/index.ts';
import { testPassword } from '../sandbox/sign-in/pool.ts';
import { clientPool } from './client-pool.ts';

const hour = 3600;

async function signedIn() {
  const { client, pool, sandbox, cognito } = await clientPool();
  const own = client();
  await own.signIn({ username: 'ada', password: testPassword });
  const { accessToken = '', idToken = '' } = (await own.tokens()) ?? {};
  const url = `${sandbox.endpoint}/${pool.userPoolId}/.well-known/jwks.json`;
  const jwks = JSON.parse(await (await fetch(url)).text());
  const { userPoolId, clientId } = pool;
  const options = { userPoolId, clientId, use: 'access' as const, jwks };
  return { own, accessToken, idToken, options, cognito, endpoint: sandbox.endpoint };
}

const refused = (reason: string) => ({
  code: 'token_refused',
  status: 401,
  message: `The token is not valid (${reason}). Sign in again.`,
});

/** The token with other claims or another header, and the same signature. */
function forged(token: string, part: 0 | 1, change: object): string {
  const parts = token.split('.');
  const content = JSON.parse(atob((parts[part] ?? '').replaceAll('-', '+').replaceAll('_', '/')));
  parts[part] = Buffer.from(JSON.stringify({ ...content, ...change })).toString('base64url');
  return parts.join('.');
}

describe('Verifying tokens', () => {
  it('takes those of the sign-in, with keys that are fetched or given', async () => {
    const { own, options, accessToken, idToken } = await signedIn();
    const { access, id } = await own.verifyTokens();
    expect([access.token_use, id.token_use]).toEqual(['access', 'id']);
    expect(await own.verifyTokens({ jwks: options.jwks })).toEqual({ access, id });
    expect(await verifyToken(idToken, { ...options, use: 'id' })).toEqual(claimsOf(idToken));
    expect(await verifyToken(accessToken, options)).toEqual(claimsOf(accessToken));
  });

  it.each([
    ['another kind', { use: 'id' as const }, 'kind'],
    ['another client', { clientId: 'other' }, 'client'],
    ['another pool', { userPoolId: 'eu-west-1_Other' }, 'issuer'],
    ['no key', { jwks: { keys: [] } }, 'key'],
    ['a later time', { now: () => Date.now() + hour * 1000 }, 'expired'],
  ])('refuses a token of %s', async (_, change, reason) => {
    const { accessToken, options } = await signedIn();
    await expect(verifyToken(accessToken, { ...options, ...change })).rejects.toMatchObject(
      refused(reason),
    );
  });

  it('tolerates clocks that differ as far as it is said to', async () => {
    const { accessToken, options } = await signedIn();
    const now = () => Date.now() + hour * 1000 + 5000;
    const claims = await verifyToken(accessToken, { ...options, now, clockTolerance: 60 });
    expect(claims.username).toBe('ada');
  });

  it.each([
    ['a changed claim', 1, { username: 'eve' }, 'signature'],
    ['the algorithm none', 0, { alg: 'none' }, 'algorithm'],
    ['the algorithm HS256', 0, { alg: 'HS256' }, 'algorithm'],
    ['an unknown key', 0, { kid: 'other' }, 'key'],
    ['a look-alike issuer', 1, { iss: 'https://cognito-idp.evil.example/pool' }, 'issuer'],
  ] as const)('refuses %s', async (_, part, change, reason) => {
    const { accessToken, options } = await signedIn();
    const token = forged(accessToken, part, change);
    await expect(verifyToken(token, options)).rejects.toMatchObject(refused(reason));
  });

  it.each(['', 'x', 'a.b.c', 'e30.e30', 'bnVsbA.bnVsbA.x'])('refuses %j', async (token) => {
    const options = { userPoolId: 'eu-west-1_Pool', clientId: 'x', use: 'access' } as const;
    await expect(verifyToken(token, options)).rejects.toMatchObject({ code: 'token_refused' });
  });

  it('fetches keys once for many tokens that name unknown ones', async () => {
    const { accessToken, options, endpoint } = await signedIn();
    const { jwks: _given, ...rest } = options;
    let fetches = 0;
    const counting: typeof fetch = (...request) => {
      fetches += 1;
      return fetch(...request);
    };
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const verify = (kid: string) =>
      verifyToken(forged(accessToken, 0, { kid }), { ...rest, endpoint, fetch: counting, now });
    for (const kid of ['a', 'b', 'c']) {
      await expect(verify(kid)).rejects.toMatchObject(refused('key'));
    }
    expect(fetches).toBe(1);
    ahead = 11_000;
    await expect(verify('d')).rejects.toMatchObject(refused('key'));
    expect(fetches).toBe(2);
  });

  it('takes both formats of the issuer', async () => {
    const { accessToken, options } = await signedIn();
    const [region] = options.userPoolId.split('_');
    const iss = `https://issuer-cognito-idp.${region}.amazonaws.com/${options.userPoolId}`;
    // Only the signature is wrong: the issuer is looked at before it.
    await expect(verifyToken(forged(accessToken, 1, { iss }), options)).rejects.toMatchObject(
      refused('signature'),
    );
  });

  it('needs to know the pool', async () => {
    const { options, own } = await signedIn();
    await expect(own.verifyTokens({ userPoolId: 'eu-west-1_Other' })).rejects.toMatchObject(
      refused('issuer'),
    );
    expect(options.userPoolId).toContain('_');
  });
});
