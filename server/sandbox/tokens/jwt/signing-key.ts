import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** A pool's key pair for RS256. */
export interface SigningKey {
  keyId: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** A public key as it stands in a JWKS document. Every member is a string. */
export type PublicJwk = {
  alg: 'RS256';
  e: string;
  kid: string;
  kty: 'RSA';
  n: string;
  use: 'sig';
};

/** Makes a new 2048-bit RSA private key, as PKCS #8 in PEM. */
export async function generateSigningKeyPem(): Promise<string> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** Reads a key that `generateSigningKeyPem` made. */
export function readSigningKey(keyId: string, pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  return { keyId, privateKey, publicKey: createPublicKey(privateKey) };
}

/** The public half for the JWKS document (RFC 7517), in the members and order that Cognito has. */
export function publicJwk(key: SigningKey): PublicJwk {
  const { e = '', n = '' } = key.publicKey.export({ format: 'jwk' });
  return { alg: 'RS256', e, kid: key.keyId, kty: 'RSA', n, use: 'sig' };
}
