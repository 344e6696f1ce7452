import type { SandboxContext } from '../context.ts';
import { blob, number, text } from '../store/row.ts';
import type { CodePurpose, StoredCode } from './one-time-code.ts';

/** The attribute that a code was sent to. */
export type Contact = 'email' | 'phone_number';

/** A code with where it went. */
export interface SentCode extends StoredCode {
  contact: Contact;
  destination: string;
  /** How many codes were sent since `firstSent`, this one included. */
  sends: number;
  /** When the present hour of sending began, in milliseconds since 1970. */
  firstSent: number;
}

/** Keeps a user's code; it replaces an earlier one for the same purpose. */
export function saveCode(
  context: SandboxContext,
  userKey: number,
  purpose: CodePurpose,
  code: SentCode,
): void {
  context.database.run(
    `INSERT OR REPLACE INTO codes
       (user_key, purpose, hash, attribute, destination, expires, failed_attempts, sends,
        first_sent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    userKey,
    purpose,
    code.hash,
    code.contact,
    code.destination,
    code.expiresAt,
    code.failedAttempts,
    code.sends,
    code.firstSent,
  );
}

/** Returns the code last sent to a user for a purpose, or undefined. */
export function findCode(
  context: SandboxContext,
  userKey: number,
  purpose: CodePurpose,
): SentCode | undefined {
  const row = context.database.get(
    'SELECT * FROM codes WHERE user_key = ? AND purpose = ?',
    userKey,
    purpose,
  );
  if (row === undefined) return undefined;
  return {
    hash: blob(row, 'hash'),
    contact: text(row, 'attribute') === 'email' ? 'email' : 'phone_number',
    destination: text(row, 'destination'),
    expiresAt: number(row, 'expires'),
    failedAttempts: number(row, 'failed_attempts'),
    sends: number(row, 'sends'),
    firstSent: number(row, 'first_sent'),
  };
}

/** Counts a wrong answer to a code. */
export function countFailedAttempt(
  context: SandboxContext,
  userKey: number,
  purpose: CodePurpose,
): void {
  context.database.run(
    'UPDATE codes SET failed_attempts = failed_attempts + 1 WHERE user_key = ? AND purpose = ?',
    userKey,
    purpose,
  );
}

/** Forgets a code, so that it is used once. */
export function deleteCode(context: SandboxContext, userKey: number, purpose: CodePurpose): void {
  context.database.run('DELETE FROM codes WHERE user_key = ? AND purpose = ?', userKey, purpose);
}
