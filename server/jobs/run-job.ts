import { findAction } from '../actions/registry.ts';
import { PoolkeeperError } from '../errors.ts';
import { type Job, type JobItem, NotOurs } from './job.ts';
import type { JobParts } from './parts.ts';
import { itemsIn } from './store/items.ts';
import { changeJob } from './store/jobs.ts';
import { createErrorBudget } from './turn/error-budget.ts';
import { settleItem } from './turn/settle-item.ts';
import { JobHalted, JobStopped, takeTurn } from './turn/take-turn.ts';

/**
 * So many users have their turn at the same time. It is enough for 25 calls a second, the quota of most
 * actions, when the pool takes half a second to answer; the limiter keeps to the quota.
 */
const atOnce = 16;
const readAtOnce = 100;

/**
 * Carries out a job as far as it goes: to its end, or until it is paused, stopped, or the pool is
 * away.
 *
 * @param signal aborted when this process ends; turns under way are finished
 * @returns `later` when it should be tried again after a while, since the pool is away; `soon` when
 * it got further until then
 */
export async function runJob(
  parts: JobParts,
  job: Job,
  signal: AbortSignal,
): Promise<'over' | 'soon' | 'later'> {
  let hasMoved = false;
  const { database, now } = parts;
  const change = (content: Parameters<typeof changeJob>[3]) =>
    changeJob(database, job.number, ['running'], content);
  try {
    if (job.startedAt === undefined) await change({ startedAt: now().getTime() });
    await settleBegun(parts, job);
    await takeTurns(parts, job, signal, () => {
      hasMoved = true;
    });
    if (!signal.aborted) await change({ state: 'finished', problem: '', endedAt: now().getTime() });
    return 'over';
  } catch (error) {
    if (error instanceof NotOurs) return 'over';
    if (error instanceof JobStopped) {
      await change({ state: 'stopped', problem: error.message, endedAt: now().getTime() });
      return 'over';
    }
    if (error instanceof JobHalted) {
      await change({ state: 'paused', problem: error.message });
      return 'over';
    }
    if (!(error instanceof PoolkeeperError)) parts.report(error);
    await change({ problem: `${sentenceFor(error)} It is tried again all the time.` });
    return hasMoved ? 'soon' : 'later';
  }
}

/** What was under way when the process before this one ended. */
export async function settleBegun(parts: JobParts, job: Job): Promise<void> {
  let after = 0;
  for (;;) {
    const items = await itemsIn(parts.database, job.number, ['begun'], {
      after,
      limit: readAtOnce,
    });
    for (const item of items) await settleItem(parts, job, item);
    if (items.length < readAtOnce) return;
    after = items.at(-1)?.position ?? after;
  }
}

/** Pass after pass, since a turn that did not happen comes again. */
async function takeTurns(
  parts: JobParts,
  job: Job,
  signal: AbortSignal,
  onMove: () => void,
): Promise<void> {
  const action = findAction(job.action);
  if (action?.bulk === undefined) throw new JobStopped('This action is not done in bulk any more.');
  const pool = parts.pools.get(job.pool);
  const budget = createErrorBudget();
  let hasProblem = job.problem !== '';
  const turn = async (item: JobItem): Promise<void> => {
    budget.count(await takeTurn(parts, { job, action, pool, item }));
    onMove();
    if (!hasProblem) return;
    hasProblem = false;
    await changeJob(parts.database, job.number, ['running'], { problem: '' });
  };
  while (!signal.aborted) {
    const waiting = waitingItems(parts, job);
    const first = await waiting.next();
    if (first.done) return;
    await turn(first.value);
    await inParallel(waiting, turn, signal);
  }
}

async function* waitingItems({ database }: JobParts, { number }: Job): AsyncGenerator<JobItem> {
  let after = 0;
  for (;;) {
    const items = await itemsIn(database, number, ['waiting'], { after, limit: readAtOnce });
    yield* items;
    if (items.length < readAtOnce) return;
    after = items.at(-1)?.position ?? after;
  }
}

/** A few at once; after an error nothing more is begun, and it is thrown when the others are done. */
async function inParallel(
  items: AsyncGenerator<JobItem>,
  work: (item: JobItem) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const failed: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (failed.length === 0 && !signal.aborted) {
      const next = await items.next();
      if (next.done) return;
      await work(next.value);
    }
  };
  const caught = async (): Promise<void> => worker().catch((error) => void failed.push(error));
  await Promise.all(Array.from({ length: atOnce }, caught));
  if (failed.length > 0) throw failed[0];
}

function sentenceFor(error: unknown): string {
  if (error instanceof PoolkeeperError) return error.publicMessage;
  return 'Something unexpected went wrong; the log says more.';
}
