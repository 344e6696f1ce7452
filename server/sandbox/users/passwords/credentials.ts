import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { demoPassword } from '../../seed/demo-password.ts';
import { createPasswordVerifier, srpPoolName } from '../../sign-in/srp/verifier.ts';
import { type Credentials, readCredentials, writeCredentials } from '../store.ts';
import type { User } from '../user.ts';
import { addToPasswordHistory, checkPasswordHistory } from './history.ts';

const saltBytes = 16;

/**
 * Returns the salt and verifier of a user's password, or undefined when the user has none, or only an imported hash.
 * A seeded user's are made here when first asked for: the verifier hangs on the username, so a million users cannot
 * share one.
 */
export function getCredentials(
  context: SandboxContext,
  pool: UserPool,
  user: User,
): Credentials | undefined {
  const stored = readCredentials(context, user);
  if (stored === 'imported') return undefined;
  if (stored !== 'demo') return stored;
  const credentials = makeCredentials(context, pool, user.username, demoPassword);
  writeCredentials(context, user, credentials);
  return credentials;
}

/** Whether a user has a password, if only as an imported hash. */
export function hasPassword(context: SandboxContext, user: User): boolean {
  return readCredentials(context, user) !== undefined;
}

/** Stores a password that was checked against an imported hash, and drops the hash. */
export function adoptPassword(
  context: SandboxContext,
  pool: UserPool,
  user: Pick<User, 'key' | 'username'>,
  password: string,
): void {
  const credentials = makeCredentials(context, pool, user.username, password);
  context.database.transaction(() => {
    writeCredentials(context, user, credentials);
    addToPasswordHistory(context, pool, user, credentials);
  });
}

/**
 * Gives a user a new password, which where the pool keeps a history must be a new one. The caller checks the policy
 * and sets the user's status.
 * @throws AwsError PasswordHistoryPolicyViolationException
 */
export function setPassword(
  context: SandboxContext,
  pool: UserPool,
  user: Pick<User, 'key' | 'username'>,
  password: string,
): void {
  checkPasswordHistory(context, pool, user, password);
  adoptPassword(context, pool, user, password);
}

function makeCredentials(
  context: SandboxContext,
  pool: UserPool,
  username: string,
  password: string,
): Credentials {
  const salt = context.random.bytes(saltBytes);
  const identity = { realm: srpPoolName(pool.id), username };
  const { verifier } = createPasswordVerifier(identity, password, salt);
  return { salt, verifier: Buffer.from(verifier) };
}
