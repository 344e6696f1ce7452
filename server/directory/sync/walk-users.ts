import type { PoolUser } from '../../cognito/types.ts';
import { PoolkeeperError } from '../../errors.ts';
import { applyUsers } from '../store/apply-users.ts';
import { Batches } from './batches.ts';
import { seenNow, type WalkContext } from './context.ts';
import type { Piece } from './walk-state.ts';

const largestPage = 60;

type ReadPage = {
  readonly users: readonly PoolUser[];
  readonly askedAt: number;
  readonly piece: Piece;
  readonly nextToken: string | undefined;
};

/**
 * Reads every piece that is not done, side by side, and writes what comes in batches. A piece reads
 * on while its pages wait to be written, until as many wait as one batch takes.
 */
export async function walkUsers(context: WalkContext): Promise<void> {
  const batches = new Batches<ReadPage>((pages) => writePages(context, pages));
  const pieces = context.state.pieces.filter(({ isDone }) => !isDone);
  const reading = together(pieces.map((piece) => readPiece(context, piece, batches)));
  await together([reading.finally(() => batches.end()), batches.written]);
}

/** All of them, and no one still at work when one has failed. */
async function together(works: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function readPiece(
  context: WalkContext,
  piece: Piece,
  batches: Batches<ReadPage>,
): Promise<void> {
  const { gateway, call, now } = context;
  const filter =
    piece.prefix === ''
      ? undefined
      : ({ attribute: 'sub', match: 'prefix', value: piece.prefix } as const);
  let token = piece.token ?? undefined;
  for (;;) {
    try {
      const askedAt = now().getTime();
      const page = await call(() => gateway.listUsers({ limit: largestPage, filter, token }));
      token = page.nextToken;
      await batches.add({ users: page.items, askedAt, piece, nextToken: token }, page.items.length);
      if (token === undefined) return;
    } catch (error) {
      if (token === undefined || !isExpired(error)) throw error;
      token = undefined;
    }
  }
}

/** Tokens last about an hour; what was seen before is still seen. */
export function isExpired(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'page_expired';
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
