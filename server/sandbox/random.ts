import { randomBytes } from 'node:crypto';

/** Where every unpredictable value of the sandbox comes from, so that a test can decide them. */
export interface RandomSource {
  /** Returns `size` random bytes. */
  bytes(size: number): Buffer;
}

/** The operating system's cryptographic random source. */
export const systemRandom: RandomSource = { bytes: (size) => randomBytes(size) };

/** Returns a random (version 4) UUID in lower case, RFC 9562 section 5.4. */
export function randomUuid(random: RandomSource): string {
  const bytes = random.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** Returns a random whole number from 0 up to, not including, `limit` (at most 2^32), without bias. */
export function randomInteger(random: RandomSource, limit: number): number {
  const largest = Math.floor(2 ** 32 / limit) * limit;
  for (;;) {
    const value = random.bytes(4).readUInt32BE();
    if (value < largest) return value % limit;
  }
}

/** Returns `length` characters, each drawn evenly from `alphabet`. */
export function randomText(random: RandomSource, length: number, alphabet: string): string {
  let text = '';
  while (text.length < length) text += alphabet.charAt(randomInteger(random, alphabet.length));
  return text;
}
