import { createHmac, timingSafeEqual } from 'node:crypto';

const stepSeconds = 30;
const digits = 6;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** How many steps before and after the present one a code is accepted: one, as in RFC 6238. */
export const acceptedSteps = 1;

/** The number of the 30-second step that a moment is in. */
export function timeStep(now: Date): number {
  return Math.floor(now.getTime() / 1000 / stepSeconds);
}

/**
 * Computes the six-digit code of a time step (RFC 6238 with HMAC-SHA-1).
 * @param secret the shared secret's bytes
 */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = (digest[digest.length - 1] ?? 0) & 0xf;
  const value = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(value % 10 ** digits).padStart(digits, '0');
}

/** What came of a TOTP code; `step` is kept by the caller, so that no code is accepted twice. */
export type TotpVerdict =
  | { verdict: 'match'; step: number }
  | { verdict: 'used' }
  | { verdict: 'mismatch' };

/**
 * Judges a code (RFC 6238, section 5.2: each code is accepted once).
 * @param lastUsedStep the step of the last accepted code; codes of it and before it count as used
 */
export function judgeTotp(
  secret: Uint8Array,
  code: string,
  now: Date,
  lastUsedStep = -1,
): TotpVerdict {
  if (!/^\d{6}$/.test(code)) return { verdict: 'mismatch' };
  const current = timeStep(now);
  for (let step = current - acceptedSteps; step <= current + acceptedSteps; step += 1) {
    if (timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code))) {
      return step <= lastUsedStep ? { verdict: 'used' } : { verdict: 'match', step };
    }
  }
  return { verdict: 'mismatch' };
}

/** Writes bytes in the base32 of RFC 4648 without padding, as authenticator apps expect it. */
export function toBase32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}
