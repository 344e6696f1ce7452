import { setTimeout } from 'node:timers/promises';
import { hasPassed } from '../clock.ts';
import { closeJob } from './close-job.ts';
import { pauseAfterAbsence, pauseAfterRestore } from './interruption/pause.ts';
import { hasEnded, type Job } from './job.ts';
import type { JobParts } from './parts.ts';
import { prepareJob } from './prepare-job.ts';
import { runJob } from './run-job.ts';
import { openJobs } from './store/jobs.ts';
import { releaseLease, takeLease } from './store/lease.ts';

/** Milliseconds. */
const times = {
  /**
   * A process that has not renewed its lease for so long is taken to be dead. Longer than a call to
   * the pool may take, so that none of a dead process is still under way.
   */
  lease: 30_000,
  renewal: 5000,
  /** How often a process looks whether there is something to do. */
  look: 500,
  /** Until a pool that did not answer is asked again: doubled each time, up to the longest. */
  firstPause: 1000,
  longestPause: 60_000,
} as const;

export type RunnerTimes = { readonly [Name in keyof typeof times]: number };

/** Carries out jobs, in whichever process has the lease: one at a time in each pool, oldest first. */
export type JobRunner = {
  start(): void;
  /** Stops when the turns under way are over; the next process goes on from there. */
  stop(): Promise<void>;
};

export function createJobRunner(parts: JobParts, otherTimes: Partial<RunnerTimes> = {}): JobRunner {
  const { database, holder, now } = parts;
  const wait = { ...times, ...otherTimes };
  const stopping = new AbortController();
  const active = new Map<string, { readonly job: number; readonly ended: Promise<void> }>();
  const pauses = new Map<string, { readonly length: number; readonly until: number }>();
  let running: Promise<void> | undefined;
  let isHeld = false;
  let isRestoreChecked = false;

  const take = async (): Promise<boolean> => {
    const time = now().getTime();
    const isTaken = await takeLease(database, holder, time, time + wait.lease);
    if (isTaken) await parts.marker?.write(time);
    return isTaken;
  };

  /** Gives the lease back, so that no other process need wait for it to run out. */
  const rest = async (): Promise<void> => {
    if (isHeld) await releaseLease(database, holder);
    isHeld = false;
  };

  const run = async (job: Job): Promise<void> => {
    const result = await runJob(parts, job, stopping.signal);
    // Trouble once in a while is no reason to wait for longer each time.
    if (result !== 'later') pauses.delete(job.pool);
    if (result === 'over') return;
    const length = Math.min(
      wait.longestPause,
      2 * (pauses.get(job.pool)?.length ?? wait.firstPause / 2),
    );
    pauses.set(job.pool, { length, until: now().getTime() + length });
  };

  const begin = (job: Job): void => {
    const ended = run(job)
      .catch(parts.report)
      .finally(() => active.delete(job.pool));
    active.set(job.pool, { job: job.number, ended });
  };

  const attend = async (job: Job): Promise<void> => {
    const time = now().getTime();
    if (job.state === 'preparing') {
      await prepareJob(parts, job, async () => !stopping.signal.aborted && (await take()));
    } else if (hasEnded(job.state)) {
      if (active.get(job.pool)?.job !== job.number) await closeJob(parts, job);
    } else if (job.state === 'running' && !active.has(job.pool)) {
      const isKnown = parts.pools.all.some(({ alias }) => alias === job.pool);
      const pause = pauses.get(job.pool);
      const isOver = !pause || hasPassed(pause.until - pause.length, pause.length, time);
      if (isKnown && isOver) begin(job);
    }
  };

  const look = async (): Promise<void> => {
    if (!isRestoreChecked) await pauseAfterRestore(parts);
    isRestoreChecked = true;
    // Read first: a console without bulk work writes nothing.
    if ((await openJobs(database)).length === 0) return active.size === 0 ? rest() : undefined;
    if (!isHeld) await pauseAfterAbsence(parts);
    isHeld = await take();
    if (!isHeld) return;
    for (const job of await openJobs(database)) {
      if (stopping.signal.aborted) return;
      // One that cannot be closed while its pool is away must not hold up the others.
      await attend(job).catch(parts.report);
    }
  };

  const loop = async (): Promise<void> => {
    const renewal = setInterval(() => {
      if (active.size > 0) void take().catch(() => undefined);
    }, wait.renewal);
    while (!stopping.signal.aborted) {
      await look().catch(parts.report);
      await setTimeout(wait.look, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await Promise.all([...active.values()].map(({ ended }) => ended));
    clearInterval(renewal);
    await rest().catch(() => undefined);
  };

  return {
    start() {
      running ??= loop();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
