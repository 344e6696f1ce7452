import type { SandboxContext } from '../../context.ts';
import { poolName } from '../../pools/pool.ts';
import { getCredentials } from '../../users/passwords/credentials.ts';
import { beginAttempt } from '../attempt.ts';
import type { Caller } from '../client/caller.ts';
import { absentCredentials, absentIdentity } from '../password/absent-user.ts';
import { settleImportedPassword } from '../password/imported-password.ts';
import { refuseLockedOut } from '../password/password-attempts.ts';
import { acceptPassword, findSigner, refusePassword } from '../password/password-factor.ts';
import { incorrectCredentials, passwordResetRequired, refuseUnconfirmed } from '../refusals.ts';
import { type Answers, required } from '../required.ts';
import type { StepResult } from '../result.ts';
import { verifyPassword } from '../srp/verifier.ts';

/**
 * USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: the password comes in clear and is checked against the verifier, or
 * against the hash that the user was imported with.
 * @throws AwsError
 */
export async function signInWithPassword(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
): Promise<StepResult> {
  const found = findSigner(context, caller, answers);
  const password = required(answers, 'PASSWORD');
  const name = required(answers, 'USERNAME');
  const user = found && (await settleImportedPassword(context, caller.pool, found, password));
  if (user === undefined) {
    // The same work as for a real user, so that the time taken tells nothing.
    const { pool } = caller;
    verifyPassword(
      absentIdentity(context, pool, name),
      password,
      absentCredentials(context, pool, name),
    );
    throw incorrectCredentials();
  }
  refuseUnconfirmed(user);
  refuseLockedOut(context, user.key);
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired();
  const stored = getCredentials(context, caller.pool, user);
  const identity = { realm: poolName(caller.pool.id), username: user.username };
  const attempt = beginAttempt(context, caller, user.key, answers.DEVICE_KEY);
  if (stored === undefined || !verifyPassword(identity, password, stored)) {
    throw refusePassword(context, caller, attempt);
  }
  return acceptPassword(context, caller, user, attempt);
}
