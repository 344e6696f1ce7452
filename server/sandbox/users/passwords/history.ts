import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { srpPoolName, verifyPassword } from '../../sign-in/srp/verifier.ts';
import { AwsError } from '../../wire/errors.ts';
import type { Credentials } from '../store.ts';
import type { User } from '../user.ts';
import { listPastCredentials, rememberCredentials } from './history-store.ts';

/**
 * Checks that a new password is none of the user's latest ones, as many as the pool's PasswordHistorySize says.
 * Source: API reference, PasswordPolicyType.
 * @throws AwsError PasswordHistoryPolicyViolationException
 */
export function checkPasswordHistory(
  context: SandboxContext,
  pool: UserPool,
  user: Pick<User, 'key' | 'username'>,
  password: string,
): void {
  const identity = { realm: srpPoolName(pool.id), username: user.username };
  const past = listPastCredentials(context, user, historySize(pool));
  if (past.some((credentials) => verifyPassword(identity, password, credentials))) {
    throw new AwsError(
      'PasswordHistoryPolicyViolationException',
      'Password has previously been used.',
    );
  }
}

/** Keeps a new password for later checks, where the pool has a history. */
export function addToPasswordHistory(
  context: SandboxContext,
  pool: UserPool,
  user: Pick<User, 'key'>,
  credentials: Credentials,
): void {
  const size = historySize(pool);
  if (size > 0) rememberCredentials(context, user, credentials, size);
}

function historySize(pool: UserPool): number {
  return pool.settings.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0;
}
