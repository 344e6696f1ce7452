import { isEmulator } from '../../cognito/emulator.ts';
import type { PoolAddress } from '../../config/pools.ts';
import type { Turns } from '../../turns.ts';
import { createLimiter, type Limiter } from './limiter.ts';

type Options = {
  /** Calls of `ListUsers` a second that an account may make in a region. */
  readonly quota: number;
  /** The part of it that the console may use, above 0 and up to 1. */
  readonly share: number;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** In which calls of the full sync wait behind the requests that came before. */
  readonly turns?: Turns;
};

/**
 * One limiter for all pools of a region, because AWS counts requests by account and region, whichever of
 * the pools is called. An emulator has no quotas and a limiter of its own.
 *
 * Source: Cognito developer guide, "Quotas in Amazon Cognito".
 *
 * @returns the limiter of a pool
 */
export function createRegionLimiters(options: Options): (address: PoolAddress) => Limiter {
  const { quota, share, elapsed, turns } = options;
  const limiters = new Map<string, Limiter>();
  return (address) => {
    const place = isEmulator(address) ? address.endpoint : address.region;
    const most = isEmulator(address) ? Number.POSITIVE_INFINITY : quota * share;
    const limiter = limiters.get(place) ?? createLimiter({ most, elapsed, turns });
    limiters.set(place, limiter);
    return limiter;
  };
}
