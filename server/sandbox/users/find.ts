import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { userNotFound } from '../wire/errors.ts';
import { findByAlias } from './aliases-store.ts';
import { findBySub, findByUsername } from './store.ts';
import type { User } from './user.ts';

/**
 * Returns the user that a request's Username means: the username, the sub or an alias, in this order, or undefined.
 * Source: API reference, AdminGetUser, Username ("username, sub, or an alias").
 */
export function findUser(context: SandboxContext, pool: UserPool, name: string): User | undefined {
  return findBySignInName(context, pool, name) ?? findBySub(context, pool, name);
}

/**
 * Returns the user who signs in by a name: the username or an alias, but not the sub, which sign-in does not take.
 * Where contacts are the usernames the sub is the username.
 */
export function findBySignInName(
  context: SandboxContext,
  pool: UserPool,
  name: string,
): User | undefined {
  return findByUsername(context, pool, name) ?? findByAlias(context, pool, name);
}

/**
 * Returns the user that a request's Username means.
 * @throws AwsError UserNotFoundException when there is none
 */
export function getUser(context: SandboxContext, pool: UserPool, name: string): User {
  const user = findUser(context, pool, name);
  if (user === undefined) throw userNotFound();
  return user;
}
