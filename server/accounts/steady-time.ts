import { setTimeout as pause } from 'node:timers/promises';

/** Runs work so that its duration does not tell what it found. */
export interface SteadyTime {
  /** Settles as the work does, at a full multiple of the step after it began. */
  all<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The same for work that fails; a result comes at once. */
  failures<Result>(work: () => Promise<Result>): Promise<Result>;
}

type Parts = {
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Milliseconds; longer than the calls to the pool usually take. 0: nothing waits. */
  readonly step: number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/**
 * Answers that must not tell whether there is such an account wait until a full step has passed, so that
 * calls which the pool answers a little sooner or later take the same time. Whole steps, not a minimum
 * alone: work that takes longer than one step does not show its own duration either.
 */
export function createSteadyTime({ elapsed, step, wait = pause }: Parts): SteadyTime {
  const rest = async (start: number): Promise<void> => {
    if (step === 0) return;
    const passed = elapsed() - start;
    await wait(Math.max(1, Math.ceil(passed / step)) * step - passed);
  };
  return {
    async all(work) {
      const start = elapsed();
      try {
        return await work();
      } finally {
        await rest(start);
      }
    },
    async failures(work) {
      const start = elapsed();
      try {
        return await work();
      } catch (error) {
        await rest(start);
        throw error;
      }
    },
  };
}
