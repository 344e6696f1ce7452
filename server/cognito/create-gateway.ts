import type { PoolAddress } from '../config/pools.ts';
import { type ClientOptions, createSend } from './client.ts';
import type { PoolGateway } from './gateway.ts';
import { groupOperations } from './groups.ts';
import { limitSend } from './limit-send.ts';
import type { QuotaLimiter } from './limiter.ts';
import { poolOperations } from './pool.ts';
import { accessOperations } from './users/access.ts';
import { userChanges } from './users/changes.ts';
import { mfaOperations } from './users/mfa.ts';
import { providerOperations } from './users/providers.ts';
import { userReads } from './users/reads.ts';

export type GatewayOptions = ClientOptions & {
  /** The clock; the system's by default. */
  readonly now?: (() => Date) | undefined;
  /** Spaces the calls out; then each is made once, unless it was throttled. */
  readonly limiter?: QuotaLimiter | undefined;
};

/** Makes the gateway to one managed pool over the AWS SDK. Nothing is called until it is used. */
export function createPoolGateway(address: PoolAddress, options: GatewayOptions = {}): PoolGateway {
  const { limiter } = options;
  const send = limiter
    ? limitSend(createSend(address, { ...options, maxAttempts: 1 }), limiter)
    : createSend(address, options);
  const now = options.now ?? (() => new Date());
  const { userPoolId } = address;
  const reads = userReads(send, userPoolId);
  return {
    ...poolOperations(send, userPoolId, now),
    ...reads,
    ...userChanges(send, userPoolId, reads, now),
    ...mfaOperations(send, userPoolId),
    ...accessOperations(send, userPoolId),
    ...providerOperations(send, userPoolId),
    ...groupOperations(send, userPoolId, now),
  };
}
