import { PoolkeeperError } from '../../../errors.ts';
import { Batches } from '../write/batches.ts';
import type { Writer } from '../write/writer.ts';
import { seenNow, type WalkContext } from './context.ts';
import type { Piece } from './state.ts';

const largestPage = 60;

/**
 * Pieces that are read at a time: enough for the default quota of 30 calls a second when an answer
 * takes a quarter of a second. A pool without quotas answers as fast as this process can read; there
 * more would wait for each other in memory, and grow old enough to be costly to collect.
 */
const sideBySide = { withQuota: 8, withoutQuota: 4 };

type ReadPage = {
  readonly count: number;
  readonly askedAt: number;
  readonly piece: Piece;
  readonly nextToken: string | undefined;
};

/**
 * Reads every piece that is not done, side by side, and writes what comes in batches. A piece reads
 * on while its pages wait to be written, until as many wait as one batch takes.
 */
export async function walkUsers(
  context: WalkContext,
  openWriter: () => Promise<Writer>,
): Promise<void> {
  const writer = await openWriter();
  await readAndWrite(context, writer).finally(() => writer.close());
}

async function readAndWrite(context: WalkContext, writer: Writer): Promise<void> {
  let placedAt = context.elapsed();
  const batches = new Batches<ReadPage>(writer.rowsAtOnce, async (pages) => {
    await writePages(context, writer, pages);
    if (context.elapsed() - placedAt < context.placesEvery) return;
    await writer.place();
    context.changed();
    placedAt = context.elapsed();
  });
  const pieces = context.state.pieces.filter(({ isDone }) => !isDone).values();
  const { withQuota, withoutQuota } = sideBySide;
  const readers = Array.from({ length: context.hasQuota ? withQuota : withoutQuota }, async () => {
    for (const piece of pieces) await readPiece(context, piece, writer, batches);
  });
  const reading = together(readers);
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
  writer: Writer,
  batches: Batches<ReadPage>,
): Promise<void> {
  let token = piece.token ?? undefined;
  for (;;) {
    try {
      token = await readPage(context, piece, token, writer, batches);
      if (token === undefined) return;
    } catch (error) {
      if (token === undefined || !isExpired(error)) throw error;
      token = undefined;
    }
  }
}

/**
 * Reads a page and hands its users on; none are kept here while the page waits to be written.
 *
 * @returns where the next page begins, as soon as it may be read
 */
async function readPage(
  { gateway, call, now }: WalkContext,
  piece: Piece,
  token: string | undefined,
  writer: Writer,
  batches: Batches<ReadPage>,
): Promise<string | undefined> {
  const filter =
    piece.prefix === ''
      ? undefined
      : ({ attribute: 'sub', match: 'prefix', value: piece.prefix } as const);
  const askedAt = now().getTime();
  const { items, nextToken } = await call(() =>
    gateway.listUsers({ limit: largestPage, filter, token }),
  );
  const users = await writer.prepare(items);
  const count = users.length;
  // Both at once, so that users and pages wait in the same order.
  writer.take(users);
  return batches.add({ count, askedAt, piece, nextToken }, count).then(() => nextToken);
}

/** Tokens last about an hour; what was seen before is still seen. */
export function isExpired(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'page_expired';
}

/** Where the walk is comes to be stored after its users, never before them. */
async function writePages(
  context: WalkContext,
  writer: Writer,
  pages: readonly ReadPage[],
): Promise<void> {
  const { database, state, keepsHistory, signal } = context;
  signal.throwIfAborted();
  const users = pages.reduce((sum, { count }) => sum + count, 0);
  const { ids, written } = await writer.write(users, {
    askedAt: Math.min(...pages.map(({ askedAt }) => askedAt)),
    learnt: seenNow(context),
    keepsHistory,
  });
  for (const id of ids) context.seen.add(id);
  for (const { count, piece, nextToken } of pages) {
    piece.token = nextToken ?? null;
    piece.isDone = nextToken === undefined;
    state.usersSeen += count;
  }
  await context.save(database);
  if (written > 0) context.changed();
}
