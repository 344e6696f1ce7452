import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  getDiffieHellman,
  hash,
} from 'node:crypto';
import { oneAsymmetricKey, subjectPublicKeyInfo } from './diffie-hellman-keys.ts';
import { FixedBase } from './fixed-base.ts';

/** The 3072-bit prime of RFC 3526 group 15, which Cognito uses for SRP. */
export const prime = toBigInt(getDiffieHellman('modp15').getPrime());

const generator = 2n;
const primeBytes = 384;

/**
 * Reads a big-endian unsigned integer.
 * @param bytes any number of bytes; none is zero
 */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/**
 * Encodes a non-negative integer as the shortest two's complement bytes: a zero byte comes first
 * where the highest bit is set. Cognito's clients hash integers in this form, as Java's
 * `BigInteger.toByteArray` writes them, and not padded to the group's size as RFC 5054 has it.
 */
export function toSignedBytes(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

/** SHA-256 over the concatenation of the parts, as an integer. */
export function hashToInteger(...parts: Uint8Array[]): bigint {
  return toBigInt(hash('sha256', Buffer.concat(parts), 'buffer'));
}

/** The multiplier k = H(N | g) of SRP-6a, hashed over the signed forms. */
export const multiplier = hashToInteger(toSignedBytes(prime), toSignedBytes(generator));

/**
 * Computes base^exponent mod N. The work is done by OpenSSL as a Diffie-Hellman agreement, because
 * it is three times as quick as the same loop over BigInt and does not leak timing.
 * @throws RangeError when the result is of no use to SRP (base or result 0, 1 or N - 1)
 */
export function power(base: bigint, exponent: bigint): bigint {
  const reduced = base % prime;
  if (reduced <= 1n || reduced >= prime - 1n || exponent <= 0n) {
    throw new RangeError('degenerate SRP value');
  }
  const privateKey = createPrivateKey({
    format: 'der',
    type: 'pkcs8',
    key: oneAsymmetricKey(toFixedBytes(prime), Number(generator), toSignedBytes(exponent)),
  });
  const publicKey = createPublicKey({
    format: 'der',
    type: 'spki',
    key: subjectPublicKeyInfo(toFixedBytes(prime), Number(generator), toSignedBytes(reduced)),
  });
  try {
    return toBigInt(diffieHellman({ privateKey, publicKey }));
  } catch (cause) {
    throw new RangeError('degenerate SRP value', { cause });
  }
}

const powersOfGenerator = new FixedBase(generator, prime, 256);

/**
 * Computes g^exponent mod N. Up to 256 bits, the size of a password's number, it is five times as quick as `power`;
 * its time may tell something of the exponent, which in a sandbox is nobody's secret.
 * @throws RangeError when the result is of no use to SRP
 */
export function powerOfGenerator(exponent: bigint): bigint {
  return exponent > 0n && powersOfGenerator.covers(exponent)
    ? powersOfGenerator.power(exponent)
    : power(generator, exponent);
}

function toFixedBytes(value: bigint): Buffer {
  return Buffer.from(`00${value.toString(16).padStart(primeBytes * 2, '0')}`, 'hex');
}
