import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { SignInPool } from '../../server/config/pools.ts';

export const clientId = 'operators0client';
export const userPoolId = 'eu-west-1_Operators';
const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`;

type Claims = Record<string, unknown>;

/** A key of a pool, made for one test file. */
export function createKey(keyId = 'key-1') {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' };
  return { keyId, privateKey, jwk };
}

export type Key = ReturnType<typeof createKey>;

/** The operator pool whose only key is the given one, configured so that none is fetched. */
export function operatorPool(key: Key): SignInPool {
  return {
    userPoolId,
    region: 'eu-west-1',
    endpoint: undefined,
    clientId,
    clientSecret: undefined,
    jwks: { keys: [key.jwk] },
  };
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWT; any header and claims, signed by RS256. */
export function jwt(claims: Claims, header: Claims, privateKey: KeyObject): string {
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`;
}

const seconds = (): number => Math.floor(Date.now() / 1000);

/** The claims of an ID token as Cognito writes them; `undefined` takes one away. */
export function idClaims(changes: Claims = {}): Claims {
  return {
    sub: 'sub-1',
    iss: issuer,
    aud: clientId,
    token_use: 'id',
    'cognito:username': 'ada',
    'cognito:groups': ['pool-admins'],
    email: 'ada@example.com',
    exp: seconds() + 3600,
    iat: seconds(),
    ...changes,
  };
}

/** The claims of an access token. */
export function accessClaims(changes: Claims = {}): Claims {
  return {
    sub: 'sub-1',
    iss: issuer,
    client_id: clientId,
    token_use: 'access',
    username: 'ada',
    'cognito:groups': ['pool-admins'],
    scope: 'aws.cognito.signin.user.admin',
    exp: seconds() + 3600,
    iat: seconds(),
    ...changes,
  };
}

/** A pair of tokens for one person, properly signed. */
export function tokenPair(key: Key, id: Claims = {}, access: Claims = {}) {
  const header = { kid: key.keyId, alg: 'RS256' };
  return {
    idToken: jwt(idClaims(id), header, key.privateKey),
    accessToken: jwt(accessClaims(access), header, key.privateKey),
  };
}
