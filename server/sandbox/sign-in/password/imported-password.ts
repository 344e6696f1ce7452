import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { adoptPassword } from '../../users/passwords/credentials.ts';
import { deriveDigest } from '../../users/passwords/imported/algorithms.ts';
import { findImportedHash, isDigestOf } from '../../users/passwords/imported/store.ts';
import { findByKey } from '../../users/store.ts';
import type { User } from '../../users/user.ts';
import { isLockedOut } from './password-attempts.ts';

/** The end of the last check of an imported hash. One at a time bounds the memory that they take. */
const lastChecks = new WeakMap<SandboxContext, Promise<void>>();

/**
 * Checks the password of a user who came with an imported hash. The right password replaces the hash with a verifier
 * of our own, so that the caller, who checks the password against that, finds it right; with a wrong one nothing
 * changes. Does nothing for other users.
 * Source: developer guide, "How password hash import works".
 * @returns the user as they are afterwards; undefined when they were deleted meanwhile
 */
export async function settleImportedPassword(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  password: string,
): Promise<User | undefined> {
  if (findImportedHash(context, user) === undefined) return user;
  const earlier = lastChecks.get(context) ?? Promise.resolve();
  const check = earlier.then(() => adoptIfRight(context, pool, user, password));
  lastChecks.set(
    context,
    check.catch(() => undefined),
  );
  await check;
  return findByKey(context, user.key);
}

async function adoptIfRight(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  password: string,
): Promise<void> {
  const stored = findImportedHash(context, user);
  if (stored === undefined || isLockedOut(context, user.key)) return;
  const { algorithm, recipe, digestBytes } = stored;
  const digest = await deriveDigest(algorithm, recipe, password, digestBytes);
  if (!isDigestOf(context, stored, digest)) return;
  context.database.transaction(() => {
    // While the digest was computed, the password may have been reset.
    const present = findImportedHash(context, user);
    if (present?.seal.equals(stored.seal) === true) adoptPassword(context, pool, user, password);
  });
}
