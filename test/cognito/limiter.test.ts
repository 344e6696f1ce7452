import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createQuotaLimiter,
  defaultQuotas,
  type QuotaCategory,
  type QuotaLimiter,
} from '../../server/cognito/limiter.ts';

/** A limiter on a clock that moves when somebody waits. */
function limiter(options: { share?: number; quota?: number } = {}) {
  const clock = { time: 1_000_000 };
  const { quota } = options;
  const made = createQuotaLimiter({
    share: options.share ?? 1,
    quotas: quota === undefined ? defaultQuotas : { ...defaultQuotas, UserList: quota },
    now: () => clock.time,
    wait: async (milliseconds) => {
      clock.time += milliseconds;
    },
  });
  return { clock, made };
}

/** When each of some calls, made one after the other, was let through; milliseconds. */
async function times(
  { clock, made }: { clock: { time: number }; made: QuotaLimiter },
  calls: number,
  category: QuotaCategory = 'UserList',
): Promise<number[]> {
  const start = clock.time;
  const passed: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    await made.take(category);
    passed.push(clock.time - start);
  }
  return passed;
}

describe('the limiter', () => {
  it('lets a second’s worth through at once, then spaces them out', async () => {
    expect(await times(limiter({ quota: 4 }), 8)).toEqual([0, 0, 0, 0, 250, 500, 750, 1000]);
  });

  it('keeps to its share', async () => {
    const passed = await times(limiter({ quota: 30, share: 0.5 }), 75);
    expect(passed.at(-1)).toBeCloseTo(4000, 0);
  });

  it('never lets more through in any second than two buckets, nor more in all than the rate', () => {
    const quota = fc.integer({ min: 1, max: 50 });
    return fc.assert(
      fc.asyncProperty(quota, fc.array(fc.nat(3000), { maxLength: 100 }), async (rate, pauses) => {
        const running = limiter({ quota: rate });
        const start = running.clock.time;
        const passed: number[] = [];
        for (const rest of pauses) {
          running.clock.time += rest;
          await running.made.take('UserList');
          passed.push(running.clock.time - start);
        }
        for (const [index, time] of passed.entries()) {
          expect(index + 1).toBeLessThanOrEqual(rate + Math.ceil((time / 1000) * rate) + 1e-6);
        }
      }),
    );
  });

  it('fills up again while nothing is asked', async () => {
    const running = limiter({ quota: 2 });
    await times(running, 4);
    running.clock.time += 10_000;
    expect(await times(running, 3)).toEqual([0, 0, 500]);
  });

  it('keeps categories apart', async () => {
    const running = limiter({ quota: 1 });
    await times(running, 5);
    expect(await times(running, 1, 'UserUpdate')).toEqual([0]);
  });

  it('pauses a category that was throttled', async () => {
    const running = limiter({ quota: 4 });
    running.made.throttled('UserList');
    const [first = 0] = await times(running, 1);
    expect(first).toBeGreaterThanOrEqual(1000);
  });

  it('lets those who wait through in turn', async () => {
    const order: number[] = [];
    const waits: number[] = [];
    const made = createQuotaLimiter({
      quotas: { ...defaultQuotas, UserList: 1 },
      share: 1,
      now: () => 0,
      wait: async (milliseconds) => waits.push(milliseconds),
    });
    const calls = [1, 2, 3].map((call) => made.take('UserList').then(() => order.push(call)));
    await Promise.all(calls);
    expect(order).toEqual([1, 2, 3]);
    expect(waits).toEqual([1000, 2000]);
  });

  it.each([0, -1, 1.1, Number.NaN])('refuses the share %s', (share) => {
    expect(() => limiter({ share })).toThrow(RangeError);
  });
});
