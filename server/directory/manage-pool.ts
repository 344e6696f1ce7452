import { randomUUID } from 'node:crypto';
import { createPoolGateway } from '../cognito/create-gateway.ts';
import type { PoolAddress, PoolSettings } from '../config/pools.ts';
import type { Database } from '../db/database.ts';
import type { ManagedPool } from '../pools.ts';
import { learningMfa } from './learn-mfa.ts';
import { createMirrorDirectory } from './mirror-directory.ts';
import type { Limiter } from './sync/limiter.ts';

type MirrorParts = {
  readonly settings: PoolSettings;
  readonly database: Database;
  readonly limiter: Limiter;
  readonly share: number;
  readonly now: () => Date;
  readonly elapsed: () => number;
  readonly random: () => number;
  /** Hears of trouble with what is learnt on the way. */
  readonly report: (error: unknown) => void;
};

/** Connects a managed pool and opens its mirror, which is not synced until it is started. */
export async function managePool(
  alias: string,
  address: PoolAddress,
  { settings, database, limiter, share, now, elapsed, random, report }: MirrorParts,
): Promise<ManagedPool> {
  const gateway = createPoolGateway(address, { now });
  const directory = await createMirrorDirectory({
    database,
    alias,
    gateway,
    walkGateway: createPoolGateway(address, { now, maxAttempts: 1 }),
    holder: randomUUID(),
    limiter,
    share,
    now,
    elapsed,
    random,
  });
  return {
    alias,
    gateway: learningMfa(gateway, directory, { now, report }),
    directory,
    isOperatorPool: address.userPoolId === settings.operatorPool.userPoolId,
  };
}
