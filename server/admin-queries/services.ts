import type { Perform } from '../actions/perform.ts';
import type { AuditLog } from '../audit/store.ts';
import type { AdminQueriesSettings } from '../config/api/admin-queries.ts';
import type { SignInPool } from '../config/pools.ts';
import { createBearer, type ResolveBearer } from '../operators/access/bearer.ts';
import type { GroupNames } from '../operators/role-of-groups.ts';
import type { OperatorServices } from '../operators/services.ts';
import type { ManagedPool, Pools } from '../pools.ts';
import { createTokenVerifier } from '../tokens/token-verifier.ts';
import { withVerifiedTokens } from '../tokens/verified-access.ts';

/** All that the drop-in for AdminQueries stands on. */
export type AdminQueriesServices = {
  readonly operators: OperatorServices;
  /** The one pool that it serves. */
  readonly pool: ManagedPool;
  readonly perform: Perform;
  readonly audit: AuditLog;
  readonly pools: Pools;
  readonly now: () => Date;
  /** Exactly the pages of these may call from a browser. */
  readonly apiOrigins: readonly string[];
  /** Requests a minute for each caller; 0: no limit. */
  readonly rateLimit: number;
};

/** The drop-in, where it is switched on. */
export type AdminQueries = {
  readonly pool: ManagedPool;
  /** Whom an access token speaks of, issued to one of the app clients that it takes. */
  readonly resolveBearer: ResolveBearer;
};

type Parts = {
  readonly pools: Pools;
  readonly operatorPool: SignInPool;
  readonly groups: GroupNames;
  readonly now: () => Date;
};

/**
 * Makes the drop-in from the configuration. No call is made.
 *
 * @returns undefined when it is switched off
 * @throws Error when the configured JWKS is not one
 */
export function createAdminQueries(
  settings: AdminQueriesSettings | undefined,
  { pools, operatorPool, groups, now }: Parts,
): AdminQueries | undefined {
  if (settings === undefined) return undefined;
  const verifier = createTokenVerifier(operatorPool, settings.clientIds);
  return {
    pool: pools.get(settings.pool),
    resolveBearer: createBearer(withVerifiedTokens(verifier, now), groups),
  };
}
