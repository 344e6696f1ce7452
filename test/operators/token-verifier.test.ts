import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenVerifier } from '../../server/operators/token-verifier.ts';
import {
  accessClaims,
  createKey,
  idClaims,
  jwt,
  operatorPool,
  tokenPair,
  userPoolId,
} from './tokens.ts';

const key = createKey();
const verifier = createTokenVerifier(operatorPool(key));
const header = { kid: key.keyId, alg: 'RS256' };
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const refused = { code: 'token_refused', status: 401 };

describe('a pair of tokens', () => {
  it('names the person, their groups and when it ends', async () => {
    const soon = Math.floor(Date.now() / 1000) + 300;
    expect(await verifier.verify(tokenPair(key, {}, { exp: soon }))).toEqual({
      sub: 'sub-1',
      username: 'ada',
      displayName: 'ada@example.com',
      groups: ['pool-admins'],
      expiresAt: new Date(soon * 1000),
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

describe('a token is refused', () => {
  const past = { exp: Math.floor(Date.now() / 1000) - 1 };
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
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.statusCode = isBroken ? 500 : 200;
    response.end(JSON.stringify({ keys: [key.jwk] }));
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
