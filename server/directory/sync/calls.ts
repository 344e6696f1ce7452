import { setTimeout } from 'node:timers/promises';
import { PoolkeeperError } from '../../errors.ts';
import type { Limiter, Priority } from './limiter.ts';

/** Pauses between tries of one call, in milliseconds: doubled each time, up to the longest. */
const firstPause = 100;
const longestPause = 5000;
/** In a row, for one call; then the walk stops, says why, and goes on from there later. */
const mostTries = 12;

/** Makes one call to the pool, as often as it takes. */
export type Call = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

type Options = {
  readonly limiter: Limiter;
  readonly priority: Priority;
  /** 0 to 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
};

/**
 * Every try takes its turn at the limiter. Throttled calls, 5xx answers and broken connections are
 * tried again after a growing, random pause; anything else is thrown.
 *
 * Source: AWS Builders' Library, "Timeouts, retries, and backoff with jitter".
 */
export function createCall({ limiter, priority, random, signal }: Options): Call {
  return async (ask) => {
    for (let tries = 1; ; tries += 1) {
      signal.throwIfAborted();
      await limiter.turn(priority, signal);
      try {
        const answer = await ask();
        limiter.answered();
        return answer;
      } catch (error) {
        if (!(error instanceof PoolkeeperError)) throw error;
        if (error.code === 'pool_busy') limiter.throttled();
        const mayPass = error.status >= 500 && error.code !== 'pool_access_denied';
        if (!mayPass || tries >= mostTries) throw error;
        const pause = Math.min(longestPause, firstPause * 2 ** (tries - 1));
        await setTimeout(pause * random(), undefined, { signal });
      }
    }
  };
}
