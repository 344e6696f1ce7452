import type { Bytes } from '../text/bytes.ts';

/** An unsigned number from its bytes, the highest first. */
export function toNumber(bytes: Bytes): bigint {
  return fromHex(Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''));
}

/**
 * An unsigned number from hexadecimal digits.
 *
 * @throws SyntaxError when there are none, or other characters
 */
export function fromHex(digits: string): bigint {
  if (!/^[\da-f]+$/i.test(digits)) throw new SyntaxError('This is no hexadecimal number.');
  return BigInt(`0x${digits}`);
}

/**
 * The shortest two's complement bytes: a zero byte comes first where the highest bit is set. Cognito
 * hashes numbers in this form, and not padded to the size of the group as RFC 5054 does.
 */
export function toSignedBytes(value: bigint): Bytes {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  const signed = /^[89a-f]/.test(even) ? `00${even}` : even;
  return Uint8Array.from(signed.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
