import { setTimeout } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { PoolkeeperError } from '../../errors.ts';
import {
  claimNoticedUsers,
  enqueueNoticedUsers,
  longestPause,
  type NoticedUser,
  postponeNoticedUser,
  removeNoticedUser,
} from '../store/noticed-users.ts';

/** Milliseconds. */
const times = {
  /** How often the queue is looked at; a notice that comes to this process is worked on at once. */
  look: 1000,
  /** After that a user claimed by a process that ended is due again. */
  claim: 60_000,
  /** Before the second attempt; doubled for each one after it. */
  firstPause: 500,
} as const;
const atOnce = 5;
const mostAttempts = 8;

export type NoticeTimes = { readonly [Name in keyof typeof times]: number };

type Options = {
  readonly database: Database;
  readonly poolId: number;
  /**
   * Reads one user from the pool into the mirror, in one attempt.
   *
   * @throws PoolkeeperError when the pool could not be asked; the signal's reason when it is aborted
   */
  readonly refresh: (name: string, signal: AbortSignal) => Promise<void>;
  /** Asks for a full sync, where reading a user failed for good. */
  readonly requestFullSync: () => Promise<void>;
  readonly now: () => Date;
  /** 0 to 1. */
  readonly random: () => number;
  /** Called with errors that the queue survives. */
  readonly report: (error: unknown) => void;
  readonly times?: Partial<NoticeTimes> | undefined;
};

/** Reads the users that notices name, in whichever process comes first. */
export type NoticedUsers = {
  /** Puts users into the durable queue; resolves when they are stored. */
  add(names: readonly string[]): Promise<void>;
  start(): void;
  /** Stops after the calls under way; what is left stays in the queue. */
  stop(): Promise<void>;
};

/**
 * A durable queue of users to read. What fails is tried again with exponential backoff and jitter; after
 * the last attempt, or an answer that will not change, the pool is to be synced as a whole.
 */
export function createNoticedUsers(options: Options): NoticedUsers {
  const { database, poolId, refresh, requestFullSync, now, random, report } = options;
  const wait = { ...times, ...options.times };
  const stopping = new AbortController();
  let wake = new AbortController();
  let running: Promise<void> | undefined;

  const giveUp = async (user: NoticedUser): Promise<void> => {
    await requestFullSync();
    await removeNoticedUser(database, poolId, user);
  };

  const postpone = (user: NoticedUser, pause: number): Promise<void> =>
    postponeNoticedUser(database, poolId, user, Math.round(now().getTime() + pause));

  const read = async (user: NoticedUser): Promise<void> => {
    try {
      await refresh(user.name, stopping.signal);
      await removeNoticedUser(database, poolId, user);
    } catch (error) {
      if (stopping.signal.aborted) return postpone(user, 0);
      report(error);
      const attempts = user.attempts + 1;
      const mayPass = error instanceof PoolkeeperError && error.status >= 500;
      if (!mayPass || attempts >= mostAttempts) return giveUp(user);
      const pause = wait.firstPause * 2 ** user.attempts * (0.5 + random() / 2);
      await postpone({ ...user, attempts }, Math.min(pause, longestPause));
    }
  };

  /** @returns whether there was something to read */
  const readSome = async (): Promise<boolean> => {
    const time = now().getTime();
    const until = time + wait.claim;
    const users = await claimNoticedUsers(database, poolId, { now: time, until, limit: atOnce });
    await Promise.all(users.map(read));
    return users.length > 0;
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      const hadWork = await readSome().catch((error: unknown) => {
        report(error);
        return false;
      });
      if (hadWork) continue;
      const signal = AbortSignal.any([stopping.signal, wake.signal]);
      await setTimeout(wait.look, undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    async add(names) {
      await enqueueNoticedUsers(database, poolId, names, now().getTime());
      wake.abort();
    },
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
