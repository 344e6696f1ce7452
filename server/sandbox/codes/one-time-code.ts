import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a code is good for. A code made for one purpose never serves another. */
export type CodePurpose = 'sign-up' | 'forgot-password' | 'verify-email' | 'verify-phone_number';

/** Where a code belongs: it is hashed along, so a stored hash is of no use elsewhere. */
export interface CodeScope {
  userPoolId: string;
  /** The user's sub. */
  sub: string;
  purpose: CodePurpose;
  /** The address it was sent to: it proves nothing about another one. */
  destination: string;
}

/** A code as it is stored. */
export interface StoredCode {
  hash: Uint8Array;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  failedAttempts: number;
}

/** After so many wrong answers a code is dead, even for the right one. */
export const maximumAttempts = 5;

/** How long each kind of code is good for, in milliseconds. Source: AWS, "Quotas". */
export const codeLifetimeMs: Record<CodePurpose, number> = {
  'sign-up': 24 * 3_600_000,
  'forgot-password': 3_600_000,
  'verify-email': 24 * 3_600_000,
  'verify-phone_number': 24 * 3_600_000,
};

/**
 * How many codes of each kind one user is sent within an hour, since every new code allows new guesses.
 * Source: AWS, "Quotas", operations per user and hour.
 */
export const sendsPerHour: Record<CodePurpose, number> = {
  'sign-up': 5,
  'forgot-password': 20,
  'verify-email': 5,
  'verify-phone_number': 5,
};

/**
 * Makes a six-digit code from random bytes.
 * @param random 6 random bytes or more: enough that no code is noticeably likelier than another
 */
export function makeCode(random: Uint8Array): string {
  const value = BigInt(`0x${Buffer.from(random).toString('hex')}`) % 1_000_000n;
  return value.toString().padStart(6, '0');
}

/** Hashes a code under the sandbox's key, since six digits alone could be tried out in no time. */
export function hashCode(scope: CodeScope, code: string, key: Uint8Array): Uint8Array {
  return createHmac('sha256', key)
    .update(JSON.stringify([scope.userPoolId, scope.sub, scope.purpose, scope.destination, code]))
    .digest();
}

/** What came of an answer: right, wrong, or too late (expired or tried too often). */
export type CodeVerdict = 'match' | 'mismatch' | 'expired' | 'exhausted';

/** Judges an answer against the stored code. It changes nothing: the caller stores the outcome. */
export function judgeCode(stored: StoredCode, given: Uint8Array, now: Date): CodeVerdict {
  if (stored.failedAttempts >= maximumAttempts) return 'exhausted';
  if (now.getTime() >= stored.expiresAt) return 'expired';
  return timingSafeEqual(stored.hash, given) ? 'match' : 'mismatch';
}
