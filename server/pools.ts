import type { PoolGateway } from './cognito/gateway.ts';
import type { MirrorDirectory } from './directory/mirror-directory.ts';
import { notFound } from './errors.ts';

/** A user pool that operators look after. */
export type ManagedPool = {
  /** The `{pool}` of addresses. */
  readonly alias: string;
  readonly gateway: PoolGateway;
  readonly directory: MirrorDirectory;
  /** True when operators sign in to this same pool, so that its groups carry power here. */
  readonly isOperatorPool: boolean;
};

export type Pools = {
  readonly all: readonly ManagedPool[];
  /** The one a page is about when its address names none. */
  readonly first: ManagedPool;
  /** @throws PoolkeeperError `pool_not_found` (404) */
  get(alias: string): ManagedPool;
};

/**
 * The managed pools by alias, in the order given.
 *
 * @throws Error when there is none
 */
export function createPools(all: readonly ManagedPool[]): Pools {
  const [first] = all;
  if (first === undefined) throw new Error('At least one pool must be configured.');
  return {
    all,
    first,
    get(alias) {
      const pool = all.find((one) => one.alias === alias);
      if (pool === undefined) {
        throw notFound(
          'pool_not_found',
          'There is no pool of this name. Choose one on the start page.',
        );
      }
      return pool;
    },
  };
}
