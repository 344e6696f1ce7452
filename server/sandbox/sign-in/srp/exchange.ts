import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import {
  hashToInteger,
  multiplier,
  power,
  powerOfGenerator,
  prime,
  toBigInt,
  toSignedBytes,
} from './group.ts';
import type { PasswordVerifier, SrpIdentity } from './verifier.ts';

/**
 * Reads the client's public value A.
 * @param text hexadecimal digits
 * @returns A, or undefined when it is no number or A mod N is 0, which would make the shared
 * secret known to everybody (RFC 5054, section 2.5.4)
 */
export function parsePublicValue(text: string): bigint | undefined {
  if (!/^[0-9a-fA-F]{1,800}$/.test(text)) return undefined;
  const value = BigInt(`0x${text}`);
  return value % prime === 0n ? undefined : value;
}

/**
 * Computes the server's public value B = kv + g^b.
 * @param privateValue b: 32 random bytes
 */
export function serverPublicValue(stored: PasswordVerifier, privateValue: Uint8Array): bigint {
  const verifier = toBigInt(stored.verifier);
  return (multiplier * verifier + powerOfGenerator(toBigInt(privateValue))) % prime;
}

/** All that the server knows when the client's proof arrives. */
export interface ClaimedProof {
  identity: SrpIdentity;
  stored: PasswordVerifier;
  /** b, as given to serverPublicValue. */
  privateValue: Uint8Array;
  /** The client's A. */
  clientPublicValue: bigint;
  /** The decoded bytes of SECRET_BLOCK. */
  secretBlock: Uint8Array;
  /** The text of TIMESTAMP, as signed. */
  timestamp: string;
  /** The text of PASSWORD_CLAIM_SIGNATURE: base64. */
  signature: string;
}

/**
 * Tells in constant time whether the client knows the password: whether its signature is the HMAC
 * over realm, username, secret block and timestamp under the key of the exchange.
 */
export function verifyClaim(proof: ClaimedProof): boolean {
  const key = exchangeKey(proof);
  if (key === undefined) return false;
  const expected = createHmac('sha256', key)
    .update(proof.identity.realm)
    .update(proof.identity.username)
    .update(proof.secretBlock)
    .update(proof.timestamp)
    .digest();
  const given = Buffer.from(proof.signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The key that both sides hold after an honest exchange: 16 bytes of HKDF over S with salt u. */
function exchangeKey(proof: ClaimedProof): Uint8Array | undefined {
  const { stored, privateValue, clientPublicValue } = proof;
  const publicValue = serverPublicValue(stored, privateValue);
  const scrambler = hashToInteger(toSignedBytes(clientPublicValue), toSignedBytes(publicValue));
  if (scrambler === 0n) return undefined;
  try {
    const shared = power(
      clientPublicValue * power(toBigInt(stored.verifier), scrambler),
      toBigInt(privateValue),
    );
    const salt = toSignedBytes(scrambler);
    return new Uint8Array(
      hkdfSync('sha256', toSignedBytes(shared), salt, 'Caldera Derived Key', 16),
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
