import { once } from 'node:events';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { PoolUser } from '../../../cognito/types.ts';
import type { Database } from '../../../db/database.ts';
import { fileOf } from '../../../db/second-connection.ts';
import { createNumbering } from '../../store/attributes.ts';
import { applyPrepared, type UserBatch } from '../../store/users/apply-users.ts';
import { placeAll, putOffPlaces } from '../../store/users/places.ts';
import { type PreparedUser, prepareUser } from '../../store/users/prepared-user.ts';

/** From so many users on, a thread of its own is worth its memory. */
export const usersForThread = 20_000;

export type WrittenUsers = {
  /** Ids of the rows of all users of the batch. */
  readonly ids: readonly number[];
  /** How many rows were written. */
  readonly written: number;
};

/** What a thread is started with. */
export type ThreadSettings = {
  readonly path: string;
  readonly poolId: number;
  /** Where pages of users come, `readonly PreparedUser[]` each, to be fetched when they are written. */
  readonly pages: MessagePort;
};

/** What a thread is told to do, before it is told to `close`. */
export type ThreadOrder =
  | { readonly kind: 'write'; readonly count: number; readonly batch: WriterBatch }
  | { readonly kind: 'place by creation' }
  | { readonly kind: 'place by username'; readonly last: number };

/** What is the same for all users of a batch. */
export type WriterBatch = Omit<UserBatch<PreparedUser>, 'users' | 'alongside'>;

/** Brings the rows of users up to date, one batch after the other. */
export type Writer = {
  /** Rows of one batch: the larger, the cheaper is each; but pages wait while it is written. */
  readonly rowsAtOnce: number;
  /** Works out what is to be written of users. */
  prepare(users: readonly PoolUser[]): Promise<readonly PreparedUser[]>;
  /** Keeps users for the batches to come, in this order. */
  take(users: readonly PreparedUser[]): void;
  /** Writes the first so many of those that were taken. */
  write(count: number, batch: WriterBatch): Promise<WrittenUsers>;
  /** Gives those who were written their places in lists, where that is put off. */
  place(): Promise<void>;
  /** Nothing more is written; everybody has a place. */
  close(): Promise<void>;
};

/**
 * Writes where it is fastest: much at once into a SQLite file on a thread of its own, so that the
 * next pages are read meanwhile; everything else right here.
 */
export async function createWriter(
  database: Database,
  poolId: number,
  isMuch: boolean,
): Promise<Writer> {
  const path = isMuch ? await fileOf(database) : undefined;
  if (path !== undefined) {
    await putOffPlaces(database, poolId);
    return threadWriter(database, { path, poolId });
  }
  await placeAll(database, poolId);
  const taken: PreparedUser[] = [];
  return {
    rowsAtOnce: 1200,
    prepare: preparing(database, poolId),
    take: (users) => void taken.push(...users),
    async write(count, batch) {
      const users = taken.splice(0, count);
      const { ids, written } = await applyPrepared(database, poolId, { ...batch, users });
      return { ids: [...ids.values()], written };
    },
    place: async () => undefined,
    close: async () => undefined,
  };
}

function preparing(database: Database, poolId: number): Writer['prepare'] {
  const numbersFor = createNumbering(database, poolId);
  return async (users) => {
    const numbers = await numbersFor(users);
    return users.map((user) => prepareUser(user, numbers));
  };
}

/**
 * Users go to the thread as they come, so that none grow old here; there they stay packed until it
 * is their turn. SQLite lets one connection write at a time and makes the others try again: so the
 * console's own stands still while the thread has its turn, and waits in the same queue for the
 * next one.
 */
export function threadWriter(
  database: Database,
  settings: Pick<ThreadSettings, 'path' | 'poolId'>,
): Writer {
  const { port1: ours, port2: pages } = new MessageChannel();
  const thread = new Worker(new URL('./writer-thread.ts', import.meta.url), {
    execArgv: [],
    workerData: { ...settings, pages } satisfies ThreadSettings,
    transferList: [pages],
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  const ended = once(thread, 'exit').then(() => {
    throw new Error('The thread that writes users has ended.');
  });
  ended.catch(() => undefined);
  const inTurn = (order: ThreadOrder | 'close') =>
    database.connection().execute(async () => {
      thread.postMessage(order);
      const [answer] = await Promise.race([once(thread, 'message'), ended]);
      return answer;
    });
  return {
    // About a twentieth of a second, for which pages wait.
    rowsAtOnce: 1200,
    prepare: preparing(database, settings.poolId),
    take: (users) => ours.postMessage(users),
    write: (count, batch) => inTurn({ kind: 'write', count, batch }),
    async place() {
      const last = await inTurn({ kind: 'place by creation' });
      await inTurn({ kind: 'place by username', last });
    },
    async close() {
      await inTurn('close').catch(() => undefined);
      ours.close();
    },
  };
}
