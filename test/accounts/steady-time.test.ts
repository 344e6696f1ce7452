import { describe, expect, it } from 'vitest';
import { createSteadyTime } from '../../server/accounts/steady-time.ts';

/** Steady time by a clock of its own, and how long each work then took. */
function measured(step: number) {
  let time = 7;
  const steady = createSteadyTime({
    elapsed: () => time,
    step,
    wait: async (milliseconds) => {
      time += milliseconds;
    },
  });
  const taking = (milliseconds: number, failure?: Error) => async (): Promise<string> => {
    time += milliseconds;
    if (failure) throw failure;
    return 'done';
  };
  const durationOf = async (work: () => Promise<unknown>): Promise<number> => {
    const start = time;
    await work().catch(() => undefined);
    return time - start;
  };
  return { steady, taking, durationOf };
}

const failure = new Error('refused');

describe('Steady time', () => {
  it('ends work of any result at a full step', async () => {
    const { steady, taking, durationOf } = measured(1000);
    for (const [duration, expected] of [
      [0, 1000],
      [3, 1000],
      [1000, 1000],
      [1001, 2000],
      [2999, 3000],
    ] as const) {
      expect(await durationOf(() => steady.all(taking(duration)))).toBe(expected);
      expect(await durationOf(() => steady.all(taking(duration, failure)))).toBe(expected);
      expect(await durationOf(() => steady.failures(taking(duration, failure)))).toBe(expected);
      expect(await durationOf(() => steady.failures(taking(duration)))).toBe(duration);
    }
  });

  it('passes results and errors on', async () => {
    const { steady, taking } = measured(10);
    expect(await steady.all(taking(1))).toBe('done');
    await expect(steady.all(taking(1, failure))).rejects.toBe(failure);
    await expect(steady.failures(taking(1, failure))).rejects.toBe(failure);
  });

  it('does not wait without a step', async () => {
    const { steady, taking, durationOf } = measured(0);
    expect(await durationOf(() => steady.all(taking(3)))).toBe(3);
  });
});
