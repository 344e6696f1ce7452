import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

type Json = Readonly<Record<string, unknown>>;

const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The claims of a token, not verified. */
export function claimsIn(token: string): Json {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** The header of a token, not verified. */
export function headerIn(token: string): Json {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8'));
}

/** A token without a signature. */
export function unsigned(claims: Json, header: Json = { alg: 'none' }): string {
  return `${encode(header)}.${encode(claims)}.`;
}

/** A token signed by a secret, as if a public key were one. */
export function signedBySecret(claims: Json, header: Json, secret: string): string {
  const text = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** A key pair that no pool has, with its JWKS. */
export function signingKey(kid: string) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
  return {
    jwks: { keys: [jwk] },
    sign(claims: Json, header: Json = {}): string {
      const text = `${encode({ alg: 'RS256', kid, ...header })}.${encode(claims)}`;
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
  };
}
