import type { PoolGateway } from '../../../cognito/gateway.ts';
import type { Database } from '../../../db/database.ts';
import { relaxedTransaction } from '../../../db/relaxed-transaction.ts';
import type { WalkProgress } from '../../query.ts';
import { writeProgress } from '../../read-store/state.ts';
import { readWalk, writeWalk } from '../../store/pools.ts';
import { placeAll } from '../../store/users/places.ts';
import { createCall } from '../calls.ts';
import type { Limiter } from '../limiter.ts';
import { createWriter, type Writer } from '../write/writer.ts';
import { Bitmap } from './bitmap.ts';
import type { WalkContext } from './context.ts';
import { walkGroups } from './groups.ts';
import { choosePieces, whole } from './pieces.ts';
import { newWalk, parseWalk } from './state.ts';
import { sweep } from './sweep.ts';
import { walkUsers } from './users.ts';

export type WalkOptions = {
  readonly database: Database;
  readonly poolId: number;
  readonly gateway: PoolGateway;
  /** Name under which this process has the lease. */
  readonly holder: string;
  readonly limiter: Limiter;
  /** The part of the quota that the limiter keeps to, for telling. */
  readonly share: number;
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** How often it is stored where the walk is, and told how it goes, in milliseconds. */
  readonly savesEvery: number;
  /** How long users who were written may be without a place in lists, in milliseconds. */
  readonly placesEvery: number;
  /** A first walk of about so many users writes them on a thread of its own. */
  readonly threadFrom: number;
  readonly onProgress: (progress: WalkProgress) => void;
  /** Called whenever rows were written. */
  readonly onChange: () => void;
};

/**
 * Walks the whole pool, or goes on with a walk that was stopped, until the mirror equals what the
 * pool was while it was walked.
 *
 * @throws PoolkeeperError when the pool refuses or does not answer for long, LeaseLost when another
 * process has taken over, AbortError when stopped
 */
export async function walkPool(options: WalkOptions): Promise<void> {
  const { database, poolId, gateway, holder, now, elapsed, signal, limiter, savesEvery } = options;
  const stored = await readWalk(database, poolId);
  const state = parseWalk(stored.walk) ?? newWalk(now().getTime());
  const call = createCall({ limiter, priority: 'sync', random: options.random, signal });
  const size = await sizeOf(gateway);
  const progress = createProgress(options, state.usersSeen, size);
  let savedAt = elapsed();
  const context: WalkContext = {
    database,
    poolId,
    gateway,
    call,
    hasQuota: Number.isFinite(limiter.rate),
    now,
    elapsed,
    signal,
    state,
    placesEvery: options.placesEvery,
    seen: new Bitmap(parseWalk(stored.walk) ? stored.seen : ''),
    keepsHistory: stored.completeAsOf !== null,
    changed: options.onChange,
    async save(transaction, isDue = false) {
      if (!isDue && elapsed() - savedAt < savesEvery) return;
      savedAt = elapsed();
      const told = progress(state);
      const stored = {
        walk: JSON.stringify(state),
        seen: context.seen.toString(),
        progress: writeProgress(told),
      };
      const write = (into: Database) => writeWalk(into, poolId, holder, stored);
      // Forgotten with the users whom it counts, or not at all: so it need not wait for the disk.
      await (transaction.isTransaction
        ? write(transaction)
        : relaxedTransaction(transaction, poolId, write));
      options.onProgress(told);
    },
  };

  if (state.part === 'users') {
    // Later walks find most users as they were: there is little to write.
    const isMuch = size >= options.threadFrom && stored.completeAsOf === null;
    await walkEverybody(context, () => createWriter(database, poolId, isMuch));
  }
  await walkGroups(context);
  await writeWalk(database, poolId, holder, {
    walk: '',
    seen: '',
    progress: '',
    completeAsOf: state.startedAt,
    problem: '',
  });
  options.onChange();
}

async function walkEverybody(
  context: WalkContext,
  openWriter: () => Promise<Writer>,
): Promise<void> {
  const { state, database, gateway, call } = context;
  if (state.pieces.length === 0) {
    state.pieces = (await choosePieces(gateway, call)).map((piece) => ({ ...piece }));
  }
  await context.save(database, true);
  await walkUsers(context, openWriter);
  if (!(await sweep(context))) {
    // The pieces left somebody out: what the pool does with prefixes is not what it seemed.
    state.pieces = whole.map((piece) => ({ ...piece }));
    await context.save(database, true);
    await walkUsers(context, openWriter);
    await sweep(context);
  }
  // The writer did so when it was closed, unless it failed to: then the walk fails here.
  await placeAll(database, context.poolId);
  state.part = 'groups';
  context.seen = new Bitmap();
  await context.save(database, true);
}

/** About how many users there are, for estimating the end. */
async function sizeOf(gateway: PoolGateway): Promise<number> {
  return gateway.describePool().then(
    ({ estimatedUsers }) => estimatedUsers,
    () => 0,
  );
}

function createProgress(
  { share, limiter, elapsed, now, savesEvery }: WalkOptions,
  seenBefore: number,
  size: number,
): (state: WalkContext['state']) => WalkProgress {
  let last = { at: elapsed(), seen: seenBefore };
  let rate = 0;
  return ({ part, startedAt, usersSeen }) => {
    const at = elapsed();
    if (at - last.at >= savesEvery / 2) {
      rate = ((usersSeen - last.seen) * 1000) / (at - last.at);
      last = { at, seen: usersSeen };
    }
    const left = size - usersSeen;
    const isKnown = part === 'users' && rate > 0 && left > 0;
    return {
      part,
      startedAt: new Date(startedAt),
      usersSeen,
      rate: Math.round(rate),
      callsPerSecond: Number.isFinite(limiter.rate) ? Math.round(limiter.rate * 10) / 10 : 0,
      share,
      estimatedEnd: isKnown ? new Date(now().getTime() + (left / rate) * 1000) : undefined,
    };
  };
}
