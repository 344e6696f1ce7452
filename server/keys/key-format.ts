import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What every key begins with, by which scanners for leaked secrets find it. */
export const keyPrefix = 'pk_live_';

/** 28 characters of base62 are 166 bits. */
const secretLength = 28;
/** 62^6 is more than 2^32, so that every CRC32 fits. */
const checksumLength = 6;
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const pattern = /^(pk_live_[0-9A-Za-z]{28})([0-9A-Za-z]{6})$/;

/**
 * A new key: the prefix, 166 random bits in base62, and a checksum over both.
 *
 * @param randomBytes answers as many random bytes as it is asked for
 */
export function newKey(randomBytes: (size: number) => Buffer): string {
  let secret = '';
  while (secret.length < secretLength) {
    // 248 is 4 × 62: larger bytes would make some characters more likely than others.
    for (const byte of randomBytes(secretLength)) {
      if (byte < 248 && secret.length < secretLength) secret += alphabet[byte % alphabet.length];
    }
  }
  const body = `${keyPrefix}${secret}`;
  return `${body}${checksumOf(body)}`;
}

/** True for a bearer value that was meant to be a key, whether or not it is one. */
export function looksLikeKey(text: string): boolean {
  return text.startsWith(keyPrefix);
}

/**
 * The name under which a key is stored: its SHA-256, from which the key cannot be found. Undefined for
 * what no console ever made, such as a key with a typo, so that the database need not be asked.
 */
export function hashKey(key: string): string | undefined {
  const [, body = '', checksum = ''] = pattern.exec(key) ?? [];
  if (body === '' || checksum !== checksumOf(body)) return undefined;
  return createHash('sha256').update(key).digest('hex');
}

/** CRC32 in base62. It finds typos; what keeps a key secret is its length. */
function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = '';
  while (text.length < checksumLength) {
    text = `${alphabet[rest % alphabet.length]}${text}`;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}
