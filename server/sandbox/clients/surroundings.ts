import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { listProviderNames } from '../providers/store.ts';
import { listScopes } from '../resource-servers/store.ts';
import type { ClientSurroundings } from './check-settings.ts';

/** Returns what a client's settings are checked against. */
export function surroundingsOf(
  context: SandboxContext,
  pool: UserPool,
  hasSecret: boolean,
): ClientSurroundings {
  return {
    pool,
    hasSecret,
    providers: listProviderNames(context, pool),
    scopes: listScopes(context, pool),
  };
}
