import type { SandboxContext } from '../context.ts';
import { flag, number } from '../store/row.ts';

/** What has become of a challenge session so far. */
export interface SessionUse {
  failures: number;
  isSpent: boolean;
}

/** Returns what is known of a session; one never heard of is unused. */
export function findSessionUse(context: SandboxContext, id: string): SessionUse {
  const row = context.database.get('SELECT * FROM session_uses WHERE id = ?', id);
  if (row === undefined) return { failures: 0, isSpent: false };
  return { failures: number(row, 'failures'), isSpent: flag(row, 'is_spent') };
}

/** Keeps what became of a session until it has expired anyway (milliseconds since 1970). */
export function saveSessionUse(
  context: SandboxContext,
  id: string,
  use: SessionUse,
  expires: number,
): void {
  context.database.run('DELETE FROM session_uses WHERE expires < ?', context.clock().getTime());
  context.database.run(
    `INSERT INTO session_uses (id, failures, is_spent, expires) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET failures = excluded.failures, is_spent = excluded.is_spent`,
    id,
    use.failures,
    use.isSpent ? 1 : 0,
    expires,
  );
}

/** A user's wrong passwords in a row. */
export interface PasswordFailures {
  failures: number;
  /** Milliseconds since 1970. */
  lockedUntil: number;
}

/** Returns a user's wrong passwords in a row. */
export function findPasswordFailures(context: SandboxContext, userKey: number): PasswordFailures {
  const row = context.database.get('SELECT * FROM password_failures WHERE user_key = ?', userKey);
  if (row === undefined) return { failures: 0, lockedUntil: 0 };
  return { failures: number(row, 'failures'), lockedUntil: number(row, 'locked_until') };
}

/** Keeps a user's wrong passwords in a row. */
export function savePasswordFailures(
  context: SandboxContext,
  userKey: number,
  { failures, lockedUntil }: PasswordFailures,
): void {
  context.database.run(
    `INSERT INTO password_failures (user_key, failures, locked_until) VALUES (?, ?, ?)
     ON CONFLICT (user_key) DO UPDATE
     SET failures = excluded.failures, locked_until = excluded.locked_until`,
    userKey,
    failures,
    lockedUntil,
  );
}

/** Forgets a user's wrong passwords after a right one. */
export function clearPasswordFailures(context: SandboxContext, userKey: number): void {
  context.database.run('DELETE FROM password_failures WHERE user_key = ?', userKey);
}
