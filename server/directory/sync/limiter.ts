import { setTimeout } from 'node:timers/promises';
import type { Turns } from '../../turns.ts';

/** Who waits for a call of `ListUsers`, most urgent first. */
const priorities = ['notice', 'job', 'sync'] as const;
export type Priority = (typeof priorities)[number];

/**
 * Spaces out the calls of `ListUsers` to the pools of one account and region, and adapts the rate to what
 * the service answers.
 */
export type Limiter = {
  /**
   * Resolves when the caller may make its next call: notices first, then jobs, then the full sync.
   *
   * @throws the signal's reason when it is aborted
   */
  turn(priority: Priority, signal?: AbortSignal): Promise<void>;
  /** Counts a call that is made without waiting, for an operator's click; others wait longer for it. */
  spend(): void;
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
  readonly wait?: (milliseconds: number) => Promise<unknown>;
  /** In which calls of the full sync wait behind the requests that came before. */
  readonly turns?: Turns | undefined;
};

/** A throttled call reduces the rate to this part; an answered call raises it by a part of the limit. */
const afterThrottle = 0.75;
const regained = 0.01;
const slowest = 0.5;
/** Calls that were under way during another client's burst are throttled together: react once. */
const reactsEvery = 500;
/** One turn in so many is the least urgent caller's, so that a long job does not stop the full sync. */
const leastUrgentEvery = 10;
/** Where an unlimited pool that throttles nevertheless is taken to be, in calls a second. */
const unlimitedStart = 1000;

/**
 * Evenly spaced turns at up to `most` a second, in order of priority, with additive increase and
 * multiplicative decrease (AIMD), so that other users of the same quota keep their part.
 */
export function createLimiter({ most, elapsed, wait = setTimeout, turns }: Options): Limiter {
  const waiting = new Map<Priority, (() => void)[]>(priorities.map((name) => [name, []]));
  let rate = most;
  let next = 0;
  let served = 0;
  let isServing = false;
  let reactedAt = Number.NEGATIVE_INFINITY;

  const take = (): (() => void) | undefined => {
    served += 1;
    const queues = [...waiting.values()];
    if (served % leastUrgentEvery === 0) queues.reverse();
    return queues.find(({ length }) => length > 0)?.shift();
  };

  const isEmpty = (): boolean => [...waiting.values()].every(({ length }) => length === 0);

  /** Moves the moment of the next turn on by one call, from now when no caller waited for it. */
  const advance = (late = 0): void => {
    next = Math.max(next, elapsed() - late) + 1000 / rate;
  };

  const serve = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    // A timer that fires late is made up for; idle time is not.
    let late = 0;
    while (!isEmpty()) {
      const early = next - elapsed();
      if (early > 0) {
        await wait(early);
        late = 1000 / rate;
        continue;
      }
      advance(late);
      take()?.();
    }
    isServing = false;
  };

  return {
    get rate() {
      return rate;
    },
    async turn(priority, signal) {
      signal?.throwIfAborted();
      if (turns && priority === 'sync') await new Promise<void>((begin) => turns.begin(begin));
      if (rate === Number.POSITIVE_INFINITY) return;
      const queue = waiting.get(priority) ?? [];
      await new Promise<void>((resolve, reject) => {
        const abort = (): void => {
          queue.splice(queue.indexOf(go), 1);
          reject(signal?.reason);
        };
        const go = (): void => {
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        queue.push(go);
        signal?.addEventListener('abort', abort, { once: true });
        void serve();
      });
    },
    spend() {
      if (rate !== Number.POSITIVE_INFINITY) advance();
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

function recovery(most: number, rate: number): number {
  return most === Number.POSITIVE_INFINITY ? rate * regained : most * regained;
}
