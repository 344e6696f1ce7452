import { createPrivateKey, createPublicKey, diffieHellman, getDiffieHellman } from 'node:crypto';

/** The 3072-bit prime of RFC 3526 group 15, which Cognito uses for SRP with the generator 2. */
const primeBytes = getDiffieHellman('modp15').getPrime();
export const prime = toBigInt(primeBytes);
export const generator = 2n;

/**
 * @param digits hexadecimal
 * @returns whether it can be the public value of an exchange: not 0 modulo the prime, with which the key
 * would be known to all (RFC 5054, 2.5.4)
 */
export function isPublicValue(digits: string): boolean {
  return BigInt(`0x${digits}`) % prime !== 0n;
}

/** An unsigned number from its bytes, the highest first. */
export function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}

/**
 * The shortest two's complement bytes: a zero byte comes first where the highest bit is set. Cognito hashes
 * numbers in this form, and not padded to the group's size as RFC 5054 does.
 */
export function toSignedBytes(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

/**
 * Computes base^exponent mod the prime by OpenSSL, as a Diffie-Hellman agreement: about a millisecond
 * where BigInt takes several, and in constant time.
 *
 * @throws RangeError for values that would give the result away: base or result 0, 1 or prime - 1
 */
export function modularPower(base: bigint, exponent: bigint): bigint {
  const reduced = ((base % prime) + prime) % prime;
  if (reduced <= 1n || reduced >= prime - 1n || exponent <= 0n) {
    throw new RangeError('A value of the exchange is of no use.');
  }
  try {
    return toBigInt(
      diffieHellman({
        privateKey: createPrivateKey({ format: 'der', type: 'pkcs8', key: privateKeyOf(exponent) }),
        publicKey: createPublicKey({ format: 'der', type: 'spki', key: publicKeyOf(reduced) }),
      }),
    );
  } catch (cause) {
    throw new RangeError('A value of the exchange is of no use.', { cause });
  }
}

const tags = { integer: 0x02, bits: 0x03, octets: 0x04, sequence: 0x30 } as const;
const dhKeyAgreement = Buffer.from('06092a864886f70d010301', 'hex');
const algorithm = der(
  'sequence',
  dhKeyAgreement,
  der('sequence', integer(prime), integer(generator)),
);

/** PKCS #8 (RFC 5958) with the parameters of PKCS #3. */
function privateKeyOf(exponent: bigint): Buffer {
  return der('sequence', integer(0n), algorithm, der('octets', integer(exponent)));
}

/** SubjectPublicKeyInfo (RFC 5280). */
function publicKeyOf(value: bigint): Buffer {
  const noUnusedBits = Buffer.from([0]);
  return der('sequence', algorithm, der('bits', noUnusedBits, integer(value)));
}

function integer(value: bigint): Buffer {
  return der('integer', toSignedBytes(value));
}

/** One element of DER: its tag, its length in one byte or after a byte that counts them, its content. */
function der(tag: keyof typeof tags, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = toSignedBytes(BigInt(content.length));
  const length = size.length > 1 && size[0] === 0 ? size.subarray(1) : size;
  const prefix = content.length < 0x80 ? length : Buffer.from([0x80 | length.length, ...length]);
  return Buffer.concat([Buffer.from([tags[tag]]), prefix, content]);
}
