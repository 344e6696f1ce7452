import { sign, verify } from 'node:crypto';
import type { SigningKey } from './signing-key.ts';

/** The claims of a token. */
export type Claims = Record<string, unknown>;

/** Signs claims as a compact JWT (RFC 7519) with RS256. */
export function signJwt(claims: Claims, key: SigningKey): string {
  const body = `${encode({ kid: key.keyId, alg: 'RS256' })}.${encode(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), key.privateKey).toString('base64url')}`;
}

/**
 * Reads a JWT's claims without looking at its signature, to find out which key is to verify it.
 * @returns undefined when the text is no JWT
 */
export function readClaims(token: string): Claims | undefined {
  const [, payload, signature, ...rest] = token.split('.');
  if (payload === undefined || !signature || rest.length > 0) return undefined;
  return decode(payload);
}

/**
 * Verifies a JWT's algorithm, key and signature; its claims are the caller's to judge.
 * @returns the claims, or undefined when the token was not signed with this key by RS256
 */
export function verifyJwt(token: string, key: SigningKey): Claims | undefined {
  const claims = readClaims(token);
  if (claims === undefined) return undefined;
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { alg, kid } = decode(header) ?? {};
  if (alg !== 'RS256' || kid !== key.keyId) return undefined;
  const isGenuine = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    key.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  return isGenuine ? claims : undefined;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
