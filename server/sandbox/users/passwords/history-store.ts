import type { SandboxContext } from '../../context.ts';
import { blob } from '../../store/row.ts';
import type { Credentials } from '../store.ts';
import type { User } from '../user.ts';

/** Returns the salts and verifiers of a user's latest `count` passwords, newest first. */
export function listPastCredentials(
  context: SandboxContext,
  user: Pick<User, 'key'>,
  count: number,
): Credentials[] {
  return context.database
    .all(
      'SELECT salt, verifier FROM password_history WHERE user_key = ? ORDER BY key DESC LIMIT ?',
      user.key,
      count,
    )
    .map((row) => ({ salt: blob(row, 'salt'), verifier: blob(row, 'verifier') }));
}

/** Remembers a password as the user's latest, and forgets those behind the latest `count`. */
export function rememberCredentials(
  context: SandboxContext,
  user: Pick<User, 'key'>,
  credentials: Credentials,
  count: number,
): void {
  context.database.run(
    'INSERT INTO password_history (user_key, salt, verifier) VALUES (?, ?, ?)',
    user.key,
    credentials.salt,
    credentials.verifier,
  );
  context.database.run(
    `DELETE FROM password_history WHERE user_key = ? AND key NOT IN (
       SELECT key FROM password_history WHERE user_key = ? ORDER BY key DESC LIMIT ?)`,
    user.key,
    user.key,
    count,
  );
}
