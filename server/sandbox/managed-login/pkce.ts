import { hash, timingSafeEqual } from 'node:crypto';

/** Tells whether a text can be an S256 challenge: 43 base64url characters (RFC 7636). */
export function isCodeChallenge(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** Tells in constant time whether a verifier is the one behind an S256 challenge (RFC 7636). */
export function verifyCodeChallenge(verifier: string, challenge: string): boolean {
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  const computed = Buffer.from(hash('sha256', verifier, 'base64url'));
  const expected = Buffer.from(challenge);
  return computed.length === expected.length && timingSafeEqual(computed, expected);
}
