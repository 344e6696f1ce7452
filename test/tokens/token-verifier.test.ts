import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockTolerance, createTokenVerifier } from '../../server/tokens/token-verifier.ts';
import {
  accessClaims,
  createKey,
  idClaims,
  jwt,
  operatorPool,
  tokenPair,
  userPoolId,
} from '../operators/tokens.ts';

const key = createKey();
const verifier = createTokenVerifier(operatorPool(key));
const header = { kid: key.keyId, alg: 'RS256' };
const refused = { code: 'token_refused', status: 401 };
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a pair of tokens', () => {
  it('names the person, their groups and when it ends', async () => {
    const soon = Math.floor(Date.now() / 1000) + 300;
    const signedInAt = new Date(1_700_000_000_000);
    const id = { auth_time: 1_700_000_000 };
    expect(await verifier.verify(tokenPair(key, id, { exp: soon }))).toEqual({
      sub: 'sub-1',
      username: 'ada',
      displayName: 'ada@example.com',
      groups: ['pool-admins'],
      expiresAt: new Date(soon * 1000),
      signedInAt,
    });
  });

  it('shows the username where there is no e-mail, and no groups where there are none', async () => {
    const tokens = tokenPair(key, { email: undefined }, { 'cognito:groups': undefined });
    expect(await verifier.verify(tokens)).toMatchObject({ displayName: 'ada', groups: undefined });
  });

  it('is accepted from the newer issuer of the same pool', async () => {
    const iss = `https://issuer-cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`;
    const { sub } = await verifier.verify(tokenPair(key, { iss }, { iss }));
    expect(sub).toBe('sub-1');
  });
});

describe('clocks that differ', () => {
  const seconds = Math.floor(Date.now() / 1000);

  it.each([
    ['ended a moment ago', { exp: seconds - clockTolerance + 10 }],
    ['begins in a moment', { nbf: seconds + clockTolerance - 10 }],
  ])('by less than the tolerance do not matter to a token that %s', async (_, claims) => {
    expect((await verifier.verify(tokenPair(key, claims, claims))).sub).toBe('sub-1');
  });

  it('by more do', async () => {
    const claims = { nbf: seconds + clockTolerance + 10 };
    await expect(verifier.verify(tokenPair(key, claims, claims))).rejects.toMatchObject(refused);
  });
});

describe('a token is refused', () => {
  const past = { exp: Math.floor(Date.now() / 1000) - clockTolerance - 1 };
  const otherPool = { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other1' };

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['for another client (ID)', { aud: 'other' }, {}],
    ['for another client (access)', {}, { client_id: 'other' }],
    ['for no client', { aud: undefined }, {}],
    ['from another pool (ID)', otherPool, {}],
    ['from another pool (access)', {}, otherPool],
    ['from no issuer', { iss: undefined }, {}],
    ['of another kind (ID)', { token_use: 'access' }, {}],
    ['of another kind (access)', {}, { token_use: 'id' }],
    ['after its end (ID)', past, {}],
    ['after its end (access)', {}, past],
    ['without an end (ID)', { exp: undefined }, {}],
    ['without an end (access)', {}, { exp: undefined }],
    ['before its time', {}, { nbf: Math.floor(Date.now() / 1000) + 600 }],
    ['beside one of another person', {}, { sub: 'sub-2' }],
    ['beside one of another username', { 'cognito:username': 'eve' }, {}],
    ['without a person', { sub: undefined }, { sub: undefined }],
    ['without a username', { 'cognito:username': undefined }, { username: undefined }],
  ])('%s', async (_, id, access) => {
    await expect(verifier.verify(tokenPair(key, id, access))).rejects.toMatchObject(refused);
  });

  it('when the two are given the wrong way round', async () => {
    const { idToken, accessToken } = tokenPair(key);
    const swapped = { idToken: accessToken, accessToken: idToken };
    await expect(verifier.verify(swapped)).rejects.toMatchObject(refused);
  });

  it('when it was signed with another key of the same name', async () => {
    const forged = tokenPair(createKey(key.keyId));
    await expect(verifier.verify(forged)).rejects.toMatchObject(refused);
    const half = { ...tokenPair(key), accessToken: forged.accessToken };
    await expect(verifier.verify(half)).rejects.toMatchObject(refused);
  });

  it('when it was signed with a key the pool does not have', async () => {
    await expect(verifier.verify(tokenPair(createKey('key-2')))).rejects.toMatchObject(refused);
  });

  it('when its claims were changed after signing', async () => {
    const { idToken, accessToken } = tokenPair(key);
    const [head, , signature] = accessToken.split('.');
    const claims = accessClaims({ 'cognito:groups': ['pool-admins'], sub: 'sub-1', jti: 'x' });
    const tampered = { idToken, accessToken: `${head}.${encode(claims)}.${signature}` };
    await expect(verifier.verify(tampered)).rejects.toMatchObject(refused);
  });

  it.each([
    ['none', ''],
    ['None', ''],
    ['HS256', 'hmac'],
  ])('when it is signed by the algorithm %s', async (alg, signing) => {
    const body = `${encode({ ...header, alg })}.${encode(accessClaims())}`;
    const publicKey = JSON.stringify(key.jwk);
    const signature = signing && createHmac('sha256', publicKey).update(body).digest('base64url');
    const idToken = jwt(idClaims(), header, key.privateKey);
    const tokens = { idToken, accessToken: `${body}.${signature}` };
    await expect(verifier.verify(tokens)).rejects.toMatchObject(refused);
  });

  it.each(['', 'x', 'a.b.c', 'null', '{}'])('when it is none: "%s"', async (accessToken) => {
    const { idToken } = tokenPair(key);
    await expect(verifier.verify({ idToken, accessToken })).rejects.toMatchObject(refused);
  });

  it('without its text getting into what is shown', async () => {
    const tokens = tokenPair(key, past);
    const error = await verifier.verify(tokens).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain(tokens.idToken);
  });
});

describe('the keys of an emulator', () => {
  let asked: string[] = [];
  let isBroken = false;
  let published = [key.jwk];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.statusCode = isBroken ? 500 : 200;
    response.end(JSON.stringify({ keys: published }));
  });

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const emulated = () => {
    const bound = server.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const endpoint = `http://127.0.0.1:${port}`;
    return createTokenVerifier({ ...operatorPool(key), endpoint, jwks: undefined });
  };

  it('are fetched from it once', async () => {
    asked = [];
    const fetching = emulated();
    await fetching.verify(tokenPair(key));
    await fetching.verify(tokenPair(key));
    expect(asked).toEqual([`/${userPoolId}/.well-known/jwks.json`]);
  });

  it('are there before the first token when they were asked for ahead', async () => {
    asked = [];
    const fetching = emulated();
    await fetching.preloadKeys();
    expect(asked).not.toEqual([]);
    asked = [];
    await fetching.verify(tokenPair(key));
    expect(asked).toEqual([]);
  });

  it('may be replaced at any time: new ones are fetched when a token names one', async () => {
    const fetching = emulated();
    await fetching.verify(tokenPair(key));
    const fresh = createKey('key-after-rotation');
    published = [key.jwk, fresh.jwk];
    expect((await fetching.verify(tokenPair(fresh))).sub).toBe('sub-1');
    expect((await fetching.verify(tokenPair(key))).sub).toBe('sub-1');
    published = [key.jwk];
  });

  it('are not asked for again and again by tokens that name none', async () => {
    asked = [];
    const fetching = emulated();
    await fetching.verify(tokenPair(key));
    for (let time = 0; time < 5; time += 1) {
      const forged = tokenPair(createKey(`unknown-${time}`));
      await expect(fetching.verify(forged)).rejects.toMatchObject({ name: 'PoolkeeperError' });
    }
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it('are not there when it cannot give them, and nobody is let in', async () => {
    isBroken = true;
    await expect(emulated().verify(tokenPair(key))).rejects.toMatchObject({
      code: 'pool_unreachable',
      status: 503,
    });
    isBroken = false;
  });
});

it('says at the start when the configured keys are none', () => {
  expect(() => createTokenVerifier({ ...operatorPool(key), jwks: { keys: 'none' } })).toThrow();
});
