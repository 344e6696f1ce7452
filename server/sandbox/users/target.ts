import { Type } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { getPool } from '../pools/store.ts';
import { Username, UserPoolId } from '../wire/shapes.ts';
import { getUser } from './find.ts';
import type { User } from './user.ts';

/** The input of an operation on one user, as an administrator. */
export const UserTarget = Type.Object({ UserPoolId, Username });

/**
 * Returns the pool and the user that a request names.
 * @throws AwsError ResourceNotFoundException or UserNotFoundException
 */
export function getTarget(
  context: SandboxContext,
  input: { UserPoolId: string; Username: string },
): { pool: UserPool; user: User } {
  const pool = getPool(context, input.UserPoolId);
  return { pool, user: getUser(context, pool, input.Username) };
}
