import { setTimeout } from 'node:timers/promises';
import { hasPassed, isAhead } from '../../clock.ts';
import type { PoolGateway } from '../../cognito/gateway.ts';
import type { Database } from '../../db/database.ts';
import { PoolkeeperError } from '../../errors.ts';
import { buildOrders } from '../store/orders.ts';
import {
  LeaseLost,
  readWalk,
  releaseLease,
  requestWalk,
  takeLease,
  writeWalk,
} from '../store/pools.ts';
import { createSyncEmitter, type SyncEmitter } from './events.ts';
import type { Limiter } from './limiter.ts';
import { walkPool } from './walk/walk.ts';
import { usersForThread } from './write/writer.ts';

/** Milliseconds. */
const times = {
  /** A process that has not renewed its lease for so long is taken to be dead. */
  lease: 30_000,
  renewal: 5_000,
  /** How often a process looks whether there is something to do. */
  look: 1000,
  /** From the start of one walk to the start of the next. */
  between: 60_000,
  /** From the end of a walk that took longer than that to the next. */
  pause: 5000,
  /** How often it is stored where a walk is. */
  save: 1000,
  /** How often new users get their places in lists while many are written. */
  place: 1000,
  /** After a walk that stopped at a problem. */
  afterProblem: 10_000,
} as const;

export type SyncTimes = { readonly [Name in keyof typeof times]: number };

export type SyncOptions = {
  readonly database: Database;
  readonly poolId: number;
  /** Makes each call once: the walk decides itself when to try again. */
  readonly gateway: PoolGateway;
  /** A name that no other process has. */
  readonly holder: string;
  /** Shared by all pools of the same account and region. */
  readonly limiter: Limiter;
  /** The part of the quota that the limiter keeps to, to be shown. */
  readonly share: number;
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly onChange: () => void;
  /** From so many users on, they are written on a thread of their own. */
  readonly threadFrom?: number | undefined;
  readonly times?: Partial<SyncTimes>;
};

/** Keeps the mirror of one pool up to date, in whichever process has the lease. */
export type Sync = {
  readonly events: SyncEmitter;
  /** Begins to look for work. */
  start(): void;
  /** Stops after the statement under way; the next process goes on from there. */
  stop(): Promise<void>;
  /** Asks for a walk, here or in the process that has the lease. */
  request(): Promise<void>;
};

export function createSync(options: SyncOptions): Sync {
  const { database, poolId, holder, now } = options;
  const wait = { ...times, ...options.times };
  const events = createSyncEmitter();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let startedAt = Number.NEGATIVE_INFINITY;
  let endedAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;

  const take = (): Promise<boolean> => {
    const time = now().getTime();
    return takeLease(database, poolId, holder, time, time + wait.lease);
  };

  const isDue = async (): Promise<boolean> => {
    const { walk, requestedAt, completeAsOf } = await readWalk(database, poolId);
    const time = now().getTime();
    if (!hasPassed(failedAt, wait.afterProblem, time)) return false;
    if (walk !== '' || completeAsOf === null || isAhead(completeAsOf, time)) return true;
    if (requestedAt > completeAsOf && !isAhead(requestedAt, time)) return true;
    const isLongAgo = (at: number, length: number) => hasPassed(at, length, time);
    return (
      isLongAgo(startedAt, wait.between) &&
      isLongAgo(completeAsOf, wait.between) &&
      isLongAgo(endedAt, wait.pause)
    );
  };

  /** Walks with the lease kept; the walk stops when it is lost. */
  const walk = async (): Promise<void> => {
    const lost = new AbortController();
    const signal = AbortSignal.any([stopping.signal, lost.signal]);
    const renewal = setInterval(() => {
      take().then(
        (isHeld) => isHeld || lost.abort(),
        () => undefined,
      );
    }, wait.renewal);
    startedAt = now().getTime();
    try {
      const { share } = options;
      const onProgress = (progress: Parameters<Parameters<typeof walkPool>[0]['onProgress']>[0]) =>
        void events.emit('progress', progress);
      await walkPool({
        ...options,
        share,
        signal,
        savesEvery: wait.save,
        placesEvery: wait.place,
        threadFrom: options.threadFrom ?? usersForThread,
        onProgress,
      });
      const { completeAsOf } = await readWalk(database, poolId);
      if (completeAsOf !== null) events.emit('complete', new Date(completeAsOf));
    } catch (error) {
      if (signal.aborted || error instanceof LeaseLost) return;
      failedAt = now().getTime();
      const problem = sentenceFor(error);
      await writeWalk(database, poolId, holder, { problem, progress: '' }).catch(() => undefined);
      events.emit('problem', problem, error);
    } finally {
      clearInterval(renewal);
      endedAt = now().getTime();
    }
  };

  const look = async (): Promise<void> => {
    if (!(await take())) return;
    if (await isDue()) await walk();
    while (!stopping.signal.aborted && (await buildOrders(database, poolId))) {
      options.onChange();
      await setTimeout(1);
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // A database that does not answer for a moment must not end the sync for good.
      await look().catch((error: unknown) => {
        events.emit('problem', sentenceFor(error), error);
      });
      await setTimeout(wait.look, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await releaseLease(database, poolId, holder).catch(() => undefined);
  };

  return {
    events,
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
    request: () => requestWalk(database, poolId, now().getTime()),
  };
}

function sentenceFor(error: unknown): string {
  if (error instanceof PoolkeeperError) return error.publicMessage;
  return 'Something unexpected went wrong while the users were read; the log says more.';
}
