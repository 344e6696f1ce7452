import { expect, it } from 'vitest';
import { createLimiter, type Limiter } from '../../server/directory/sync/limiter.ts';

/** A limiter whose waiting moves the clock. */
function limiterOf(most: number): { limiter: Limiter; time: () => number; pass(ms: number): void } {
  let now = 0;
  const limiter = createLimiter({
    most,
    elapsed: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
    },
  });
  return {
    limiter,
    time: () => now,
    pass(milliseconds) {
      now += milliseconds;
    },
  };
}

it('spaces calls evenly at the most', async () => {
  const { limiter, time } = limiterOf(15);
  for (let call = 0; call < 151; call += 1) await limiter.turn();
  expect(time()).toBeCloseTo(10_000, 0);
});

it('does not make up in a burst for calls that were not made', async () => {
  const { limiter, time, pass } = limiterOf(10);
  await limiter.turn();
  pass(60_000);
  const start = time();
  for (let call = 0; call < 11; call += 1) await limiter.turn();
  expect(time() - start).toBeCloseTo(1000, 0);
});

it('goes slower when throttled, once for a burst, and faster again when answered', () => {
  const { limiter, pass } = limiterOf(20);
  limiter.throttled();
  const slower = limiter.rate;
  expect(slower).toBeLessThan(20);
  limiter.throttled();
  expect(limiter.rate).toBe(slower);
  pass(1000);
  limiter.throttled();
  expect(limiter.rate).toBeLessThan(slower);
  for (let call = 0; call < 100; call += 1) limiter.answered();
  expect(limiter.rate).toBe(20);
});

it('never stops altogether', () => {
  const { limiter, pass } = limiterOf(1);
  for (let time = 0; time < 100; time += 1) {
    limiter.throttled();
    pass(1000);
  }
  expect(limiter.rate).toBeGreaterThan(0);
});

it('lets calls to a pool without quotas pass, until that one throttles', async () => {
  const { limiter, time } = limiterOf(Number.POSITIVE_INFINITY);
  for (let call = 0; call < 1000; call += 1) await limiter.turn();
  expect(time()).toBe(0);
  limiter.throttled();
  expect(limiter.rate).toBeLessThan(Number.POSITIVE_INFINITY);
});
