import type { Verification, VerificationProgress } from './verify.ts';

/** A verification that was begun in this process. */
export type VerificationRun = {
  readonly startedAt: Date;
  progress(): VerificationProgress;
  /**
   * What it found; undefined while it is under way.
   *
   * @throws what kept it from finding anything
   */
  result(): { readonly verification: Verification; readonly endedAt: Date } | undefined;
  /** Resolves when it has ended or will take longer than a page should wait. */
  readonly isShown: Promise<void>;
  /** Resolves when it has ended, in whichever way. */
  readonly hasEnded: Promise<void>;
};

export interface VerificationRuns {
  /** Begins one, or joins the one that is under way: one at a time, however many ask. */
  begin(): VerificationRun;
  /** The last one, under way or not; begins one when that was begun before `since`. */
  since(since: Date): VerificationRun;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

/** Computes all hashes again; `told` hears how far it has come. */
export type Verify = (options: {
  readonly told: (progress: VerificationProgress) => void;
  readonly signal: AbortSignal;
}) => Promise<Verification>;

/** A page waits for so many rows, which take a fraction of a second, and else shows the progress. */
const waitedFor = 20_000;

/** The verifications of this process. `now` is the clock. */
export function createVerificationRuns(verify: Verify, now: () => Date): VerificationRuns {
  const closing = new AbortController();
  let last: VerificationRun | undefined;
  let isUnderWay = false;

  const run = (): VerificationRun => {
    const startedAt = now();
    const shown = Promise.withResolvers<void>();
    let progress: VerificationProgress = { rows: 0, of: 0 };
    let result: VerificationRun['result'] = () => undefined;
    const told = (latest: VerificationProgress): void => {
      progress = latest;
      if (latest.rows >= waitedFor) shown.resolve();
    };
    const compute = async (): Promise<void> => {
      try {
        const verification = await verify({ signal: closing.signal, told });
        const found = { verification, endedAt: now() };
        result = () => found;
      } catch (error) {
        result = () => {
          throw error;
        };
      }
      isUnderWay = false;
      shown.resolve();
    };
    isUnderWay = true;
    return {
      startedAt,
      progress: () => progress,
      result: () => result(),
      isShown: shown.promise,
      hasEnded: compute(),
    };
  };

  const begin = (): VerificationRun => {
    if (last === undefined || !isUnderWay) last = run();
    return last;
  };

  return {
    begin,
    since: (since) => (last !== undefined && last.startedAt >= since ? last : begin()),
    async close() {
      closing.abort();
      await last?.hasEnded;
    },
  };
}
