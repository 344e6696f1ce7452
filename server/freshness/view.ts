import { isAhead } from '../clock.ts';
import type { SyncState, WalkProgress } from '../directory/query.ts';
import { freshnessPath } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { Moment } from '../web/rendering/page.ts';

/** Context of views/freshness/_line.eta: how fresh what is shown is, kept up to date by a stream. */
export type FreshnessLine = FreshnessState & {
  /** Address of the stream of events. */
  readonly streamHref: string;
  /** Where a fresh walk is asked for; undefined for operators who may not. */
  readonly refreshAction: string | undefined;
  /** Address to come back to. */
  readonly here: string;
};

/** Context of views/freshness/_state.eta, the part that changes. */
export type FreshnessState = {
  /** Undefined before the first complete walk. */
  readonly completeAsOf: Moment | undefined;
  /** Undefined when nothing is being read. */
  readonly walk: WalkLine | undefined;
  /** Why the last walk stopped; empty when it did not. */
  readonly problem: string;
};

export type WalkLine = {
  /** "Reading users: 12,000 seen, 1,800 a second, with 50 % of the quota" */
  readonly text: string;
  /** 0 to 100; undefined while the end is not known. */
  readonly percent: number | undefined;
  /** "about 3 minutes left"; empty while it is not known. */
  readonly left: string;
};

const number = new Intl.NumberFormat('en');

/** How fresh the mirror is, in words. */
export function freshnessState(state: SyncState, now: Date): FreshnessState {
  return {
    // A time ahead was noted before the clock jumped back; it says nothing of how fresh this is.
    completeAsOf:
      state.completeAsOf && !isAhead(state.completeAsOf.getTime(), now.getTime())
        ? momentOf(state.completeAsOf, now)
        : undefined,
    walk: state.walk && walkLine(state.walk, now),
    problem: state.problem,
  };
}

/** The same with its stream and its button. */
export function freshnessLine(
  state: SyncState,
  now: Date,
  { pool, mayRefresh, here }: { pool: string; mayRefresh: boolean; here: string },
): FreshnessLine {
  return {
    ...freshnessState(state, now),
    streamHref: freshnessPath(pool),
    refreshAction: mayRefresh ? freshnessPath(pool) : undefined,
    here,
  };
}

function walkLine(walk: WalkProgress, now: Date): WalkLine {
  const seen = `${number.format(walk.usersSeen)} seen`;
  const what = walk.part === 'users' ? `Reading users: ${seen}` : `Reading groups, after ${seen}`;
  const rate = walk.rate < 1 ? '' : `, ${number.format(Math.round(walk.rate))} a second`;
  const share = `, with ${Math.round(walk.share * 100)} % of the quota`;
  const elapsed = now.getTime() - walk.startedAt.getTime();
  const left = walk.estimatedEnd && Math.max(0, walk.estimatedEnd.getTime() - now.getTime());
  return {
    text: `${what}${rate}${share}`,
    percent:
      left === undefined || elapsed + left <= 0
        ? undefined
        : Math.round((100 * elapsed) / (elapsed + left)),
    left: left === undefined ? '' : timeLeft(left / 1000),
  };
}

function timeLeft(seconds: number): string {
  if (seconds < 10) return 'done in a moment';
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} seconds left`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} minutes left`;
  return `about ${Math.round(seconds / 3600)} hours left`;
}
