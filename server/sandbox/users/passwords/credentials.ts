import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { demoPassword } from '../../seed/demo-password.ts';
import { createPasswordVerifier, srpPoolName } from '../../sign-in/srp/verifier.ts';
import { type Credentials, readCredentials, writeCredentials } from '../store.ts';
import type { User } from '../user.ts';

const saltBytes = 16;

/**
 * Returns the salt and verifier of a user's password, or undefined when the user has none. A seeded user's are made
 * here when first asked for: the verifier hangs on the username, so a million users cannot share one.
 */
export function getCredentials(
  context: SandboxContext,
  pool: UserPool,
  user: User,
): Credentials | undefined {
  const stored = readCredentials(context, user);
  if (stored !== 'demo') return stored;
  const credentials = makeCredentials(context, pool, user.username, demoPassword);
  writeCredentials(context, user, credentials);
  return credentials;
}

/** Gives a user a new password. Checks nothing and leaves the user's status alone. */
export function setPassword(
  context: SandboxContext,
  pool: UserPool,
  user: Pick<User, 'key' | 'username'>,
  password: string,
): void {
  writeCredentials(context, user, makeCredentials(context, pool, user.username, password));
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
