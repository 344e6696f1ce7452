import { describe, expect, it } from 'vitest';
import { createLimiter, type Limiter, type Priority } from '../../server/directory/sync/limiter.ts';
import { createRegionLimiters } from '../../server/directory/sync/region-limiters.ts';

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
  for (let call = 0; call < 151; call += 1) await limiter.turn('sync');
  expect(time()).toBeCloseTo(10_000, 0);
});

it('does not make up in a burst for calls that were not made', async () => {
  const { limiter, time, pass } = limiterOf(10);
  await limiter.turn('sync');
  pass(60_000);
  const start = time();
  for (let call = 0; call < 11; call += 1) await limiter.turn('sync');
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
  for (let call = 0; call < 1000; call += 1) await limiter.turn('sync');
  expect(time()).toBe(0);
  limiter.throttled();
  expect(limiter.rate).toBeLessThan(Number.POSITIVE_INFINITY);
});

describe('Several callers of one limiter', () => {
  /** Who got a turn, in order, of callers that all wait from the start. */
  async function order(limiter: Limiter, callers: readonly Priority[]): Promise<Priority[]> {
    const served: Priority[] = [];
    await Promise.all(
      callers.map((priority) => limiter.turn(priority).then(() => served.push(priority))),
    );
    return served;
  }

  const times = (count: number, priority: Priority) => Array<Priority>(count).fill(priority);

  it('serves notices first, then jobs, then the full sync', async () => {
    const { limiter } = limiterOf(15);
    const waiting = [...times(2, 'sync'), ...times(3, 'job'), ...times(4, 'notice')];
    const served = await order(limiter, waiting);
    // The first one did not have to wait for anyone.
    expect(served).toEqual(['sync', ...times(4, 'notice'), ...times(3, 'job'), 'sync']);
  });

  it('leaves one turn in ten to the full sync while others wait', async () => {
    const { limiter } = limiterOf(15);
    const served = await order(limiter, [...times(60, 'notice'), ...times(10, 'sync')]);
    expect(served.slice(0, 60).filter((priority) => priority === 'sync')).toHaveLength(6);
  });

  it('makes the others wait longer for a call that did not wait', async () => {
    const { limiter, time } = limiterOf(10);
    await limiter.turn('sync');
    for (let click = 0; click < 5; click += 1) limiter.spend();
    await limiter.turn('sync');
    expect(time()).toBeCloseTo(600, 0);
  });

  it('forgets a caller that stopped waiting', async () => {
    const { limiter, time } = limiterOf(10);
    const stopping = new AbortController();
    await limiter.turn('sync');
    const stopped = limiter.turn('notice', stopping.signal);
    const next = limiter.turn('sync');
    stopping.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    await next;
    expect(time()).toBeCloseTo(100, 0);
    await expect(limiter.turn('sync', stopping.signal)).rejects.toThrow('stopped');
  });
});

describe('Pools in AWS', () => {
  const limiterFor = createRegionLimiters({ quota: 30, share: 0.5, elapsed: () => 0 });
  const pool = (userPoolId: string, region: string, endpoint?: string) =>
    limiterFor({ userPoolId, region, endpoint });

  it('share the quota of their region, whichever of them is called', () => {
    expect(pool('eu-west-1_A', 'eu-west-1')).toBe(pool('eu-west-1_B', 'eu-west-1'));
    expect(pool('eu-west-1_A', 'eu-west-1').rate).toBe(15);
    expect(pool('us-east-1_C', 'us-east-1')).not.toBe(pool('eu-west-1_A', 'eu-west-1'));
  });

  it('keep their quota behind a plain-HTTP proxy, which no emulator has', () => {
    const proxied = pool('eu-west-1_A', 'eu-west-1', 'http://proxy.internal');
    expect(proxied).toBe(pool('eu-west-1_A', 'eu-west-1'));
    expect(pool('eu-west-1_A', 'eu-west-1', 'http://127.0.0.1:9229').rate).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
