import type { UserPoolClient } from '../../clients/client.ts';
import { getClient } from '../../clients/store.ts';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { getPool, getPoolByKey } from '../../pools/store.ts';
import type { CallInfo } from '../../wire/operation.ts';

/** From where somebody signs in: through which client of which pool, and how the call came in. */
export interface Caller {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  /** Whether a server signs in on the person's behalf (the Admin operations). */
  readonly isAdmin: boolean;
  readonly info: CallInfo;
}

/**
 * Finds the pool by its client, as the operations do that anybody may call.
 * @throws AwsError ResourceNotFoundException
 */
export function publicCaller(context: SandboxContext, clientId: string, info: CallInfo): Caller {
  const client = getClient(context, clientId);
  return { pool: getPoolByKey(context, client.poolKey), client, isAdmin: false, info };
}

/**
 * Finds the named pool and client of an Admin operation.
 * @throws AwsError ResourceNotFoundException, also when the client belongs to another pool
 */
export function adminCaller(
  context: SandboxContext,
  userPoolId: string,
  clientId: string,
  info: CallInfo,
): Caller {
  const pool = getPool(context, userPoolId);
  return { pool, client: getClient(context, clientId, pool), isAdmin: true, info };
}

/** Whether a client hides who exists and who does not. */
export function hidesUserExistence(client: UserPoolClient): boolean {
  return client.settings.PreventUserExistenceErrors === 'ENABLED';
}
