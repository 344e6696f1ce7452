import { setImmediate } from 'node:timers/promises';
import type { PoolUser } from '../../cognito/types.ts';
import { PoolkeeperError } from '../../errors.ts';
import { applyUsers } from '../store/apply-users.ts';
import { seenNow, type WalkContext } from './context.ts';
import type { Piece } from './walk-state.ts';

const largestPage = 60;
/** Users written in one transaction: so long do pages wait. */
const usersAtOnce = 600;

type ReadPage = {
  readonly users: readonly PoolUser[];
  readonly askedAt: number;
  readonly piece: Piece;
  readonly nextToken: string | undefined;
};

/** Reads every piece that is not done, side by side, and writes what comes in batches. */
export async function walkUsers(context: WalkContext): Promise<void> {
  const write = createBatches(context);
  const pieces = context.state.pieces.filter(({ isDone }) => !isDone);
  await together(pieces.map((piece) => walkPiece(context, piece, write)));
}

/** All of them, and no one still at work when one has failed. */
async function together(works: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function walkPiece(
  context: WalkContext,
  piece: Piece,
  write: (page: ReadPage) => Promise<void>,
): Promise<void> {
  const { gateway, call, now } = context;
  const filter =
    piece.prefix === ''
      ? undefined
      : ({ attribute: 'sub', match: 'prefix', value: piece.prefix } as const);
  while (!piece.isDone) {
    const token = piece.token ?? undefined;
    try {
      const askedAt = now().getTime();
      const page = await call(() => gateway.listUsers({ limit: largestPage, filter, token }));
      await write({ users: page.items, askedAt, piece, nextToken: page.nextToken });
    } catch (error) {
      if (token === undefined || !isExpired(error)) throw error;
      piece.token = null;
    }
  }
}

/** Tokens last about an hour; what was seen before is still seen. */
export function isExpired(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'page_expired';
}

/** Gathers the pages that have come by the time the database is free, and writes them as one. */
function createBatches(context: WalkContext): (page: ReadPage) => Promise<void> {
  let waiting: ReadPage[] = [];
  let writing: Promise<void> | undefined;

  const writeNext = async (): Promise<void> => {
    await setImmediate();
    const pages: ReadPage[] = [];
    let users = 0;
    while (waiting[0] && users < usersAtOnce) {
      const page = waiting.shift();
      if (page === undefined) break;
      pages.push(page);
      users += page.users.length;
    }
    await writePages(context, pages);
  };

  return async (page) => {
    waiting.push(page);
    while (waiting.includes(page)) {
      writing ??= writeNext().finally(() => {
        writing = undefined;
      });
      await writing.catch((error: unknown) => {
        waiting = [];
        throw error;
      });
    }
  };
}

async function writePages(context: WalkContext, pages: readonly ReadPage[]): Promise<void> {
  const { database, poolId, state, keepsHistory, signal } = context;
  signal.throwIfAborted();
  const { written } = await applyUsers(database, poolId, {
    users: pages.flatMap(({ users }) => users),
    askedAt: Math.min(...pages.map(({ askedAt }) => askedAt)),
    learnt: seenNow(context),
    keepsHistory,
    async alongside(transaction, ids) {
      for (const id of ids) context.seen.add(id);
      for (const { users, piece, nextToken } of pages) {
        piece.token = nextToken ?? null;
        piece.isDone = nextToken === undefined;
        state.usersSeen += users.length;
      }
      await context.save(transaction);
    },
  });
  if (written > 0) context.changed();
}
