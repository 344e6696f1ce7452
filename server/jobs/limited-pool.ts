import { setTimeout } from 'node:timers/promises';
import { createPoolGateway } from '../cognito/create-gateway.ts';
import { isEmulator } from '../cognito/emulator.ts';
import { createQuotaLimiter, defaultQuotas, type QuotaLimiter } from '../cognito/limiter.ts';
import type { PoolAddress } from '../config/pools.ts';
import type { Limiter } from '../directory/sync/limiter.ts';
import { createPools, type ManagedPool, type Pools } from '../pools.ts';

type Options = {
  /** By alias. */
  readonly addresses: Readonly<Record<string, PoolAddress>>;
  /** The part of each quota that bulk work may use, above 0 and up to 1. */
  readonly share: number;
  /** Of calls of `ListUsers`, for which bulk work goes before the full sync of the mirrors. */
  readonly listLimiter: (address: PoolAddress) => Limiter;
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
};

/**
 * The pools as bulk work reaches them, so that the people who sign in, and the operators at work, keep
 * the rest of the quotas. Those are an account's in a region, whichever of its pools is called: the pools of
 * a region share one limiter.
 */
export function limitPools(pools: Pools, options: Options): Pools {
  const { addresses, share, now, elapsed } = options;
  const limiterWith = (quotas: Unlimited): QuotaLimiter =>
    createQuotaLimiter({ share, quotas, now: elapsed, wait: (time) => setTimeout(time) });
  const ofEmulator = limiterWith(unlimited);
  const ofRegions = new Map<string, QuotaLimiter>();
  const ofRegion = (region: string): QuotaLimiter => {
    const limiter = ofRegions.get(region) ?? limiterWith(defaultQuotas);
    ofRegions.set(region, limiter);
    return limiter;
  };
  return createPools(
    pools.all.map((pool) => {
      const address = addresses[pool.alias];
      if (address === undefined) throw new Error(`The pool ${pool.alias} has no address.`);
      const limiter = withListLimiter(
        isEmulator(address) ? ofEmulator : ofRegion(address.region),
        options.listLimiter(address),
      );
      return limited(pool, createPoolGateway(address, { now, limiter }), limiter);
    }),
  );
}

type Unlimited = Readonly<Record<keyof typeof defaultQuotas, number>>;

const none = Number.POSITIVE_INFINITY;
const unlimited: Unlimited = {
  UserRead: none,
  UserCreation: none,
  UserResourceRead: none,
  UserList: none,
  UserAccountRecovery: none,
  UserUpdate: none,
  UserResourceUpdate: none,
  UserPoolRead: none,
  UserPoolUpdate: none,
};

/** The same limiter, but calls of `ListUsers` wait together with those of the mirrors. */
function withListLimiter(limiter: QuotaLimiter, list: Limiter): QuotaLimiter {
  return {
    take: (category) => (category === 'UserList' ? list.turn('job') : limiter.take(category)),
    throttled: (category) =>
      category === 'UserList' ? list.throttled() : limiter.throttled(category),
  };
}

function limited(
  pool: ManagedPool,
  gateway: ManagedPool['gateway'],
  limiter: QuotaLimiter,
): ManagedPool {
  const { directory } = pool;
  return {
    ...pool,
    gateway,
    directory: {
      ...directory,
      async refresh(username, auditNumber) {
        // One user and the user's groups are read anew.
        await limiter.take('UserList');
        await limiter.take('UserResourceRead');
        await directory.refresh(username, auditNumber);
      },
    },
  };
}
