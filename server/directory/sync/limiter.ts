import { setTimeout } from 'node:timers/promises';

/** How fast calls may be made, and how that follows what the service answers. */
export type Limiter = {
  /** Resolves when the next call may be made. */
  turn(signal?: AbortSignal): Promise<void>;
  /** The service refused a call as too many. */
  throttled(): void;
  /** The service answered a call. */
  answered(): void;
  /** Calls a second at the moment; Infinity when nothing limits them. */
  readonly rate: number;
};

type Options = {
  /** Most calls a second: the share of the quota. Infinity for a pool without quotas. */
  readonly most: number;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
};

/** A throttled call costs so much of the rate; an answered one gives back a part of the limit. */
const afterThrottle = 0.75;
const regained = 0.01;
const slowest = 0.5;
/** Somebody else's burst looks the same to calls that were already on their way: count it once. */
const reactsEvery = 500;

/**
 * Evenly spaced turns at up to `most` a second: additive increase, multiplicative decrease, so that
 * whatever others use of the same quota is left to them.
 */
export function createLimiter({ most, elapsed, wait = defaultWait }: Options): Limiter {
  let rate = most;
  let next = 0;
  let reactedAt = Number.NEGATIVE_INFINITY;
  return {
    get rate() {
      return rate;
    },
    async turn(signal) {
      if (rate === Number.POSITIVE_INFINITY) return;
      const now = elapsed();
      const start = Math.max(now, next);
      next = start + 1000 / rate;
      if (start > now) await wait(start - now, signal);
    },
    throttled() {
      const now = elapsed();
      if (now - reactedAt < reactsEvery) return;
      reactedAt = now;
      const from = rate === Number.POSITIVE_INFINITY ? unlimitedStart : rate;
      rate = Math.max(slowest, from * afterThrottle);
    },
    answered() {
      if (rate < most) rate = Math.min(most, rate + recovery(most, rate));
    },
  };
}

/** Where an unlimited pool that throttles all the same is taken to be. */
const unlimitedStart = 1000;

function recovery(most: number, rate: number): number {
  return most === Number.POSITIVE_INFINITY ? rate * regained : most * regained;
}

async function defaultWait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, signal && { signal });
}
