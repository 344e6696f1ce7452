import { lookAt, settlements } from '../actions/after-crash/settle.ts';
import { findAction } from '../actions/registry.ts';
import type { AuditEntry } from '../audit/entry.ts';
import type { ItemResult, Job, JobItem } from './job.ts';
import type { JobParts } from './parts.ts';
import { concludeItem } from './store/items.ts';

/** Answers after which it is open whether the pool did it. */
const openAnswers = new Set([
  'pool_unreachable',
  'pool_error',
  'unexpected_error',
  'settled_afterwards',
]);

const mostAttempts = 5;

/**
 * Finds out what became of a turn that was begun: from the audit, and where that does not know, from
 * the pool. One that did not happen comes again; one about which nothing can be found out comes again
 * only where the action says that this is safe.
 *
 * @throws PoolkeeperError when the pool does not answer; then it is left for the next time
 */
export async function settleItem(parts: JobParts, job: Job, item: JobItem): Promise<void> {
  const entry = await entryOf(parts, job, item);
  const result = entry === undefined ? again : await resultOf(parts, job, item, entry);
  await concludeItem(parts.database, item, ['begun'], {
    ...result,
    auditNumber: entry?.number,
  });
}

const again: ItemResult = { state: 'waiting' };

/** The intent of the latest attempt; undefined when none was written. */
async function entryOf(
  { audit }: JobParts,
  job: Job,
  item: JobItem,
): Promise<AuditEntry | undefined> {
  const target = { kind: 'user', name: item.username } as const;
  const filter = { pool: job.pool, action: job.action, target, from: job.createdAt };
  for await (const entry of audit.walk(filter)) {
    if (entry.number <= (item.auditNumber ?? 0)) return undefined;
    if (entry.input.job === job.number) return entry;
  }
  return undefined;
}

async function resultOf(
  { audit, pools }: JobParts,
  job: Job,
  item: JobItem,
  entry: AuditEntry,
): Promise<ItemResult> {
  const { outcome, errorCode, errorMessage } = entry;
  if (outcome === 'succeeded') return { state: 'done' };
  const isOpen = outcome === 'started' || outcome === 'unknown' || openAnswers.has(errorCode);
  const failed: ItemResult = { state: 'failed', errorCode, message: errorMessage };
  // Throttled: the pool did not do it.
  if (errorCode === 'pool_busy') return item.attempts < mostAttempts ? again : failed;
  if (!isOpen) return failed;

  const shown = await lookAt(entry, pools);
  if (outcome === 'started') await audit.settle(entry, settlements[shown]);
  if (shown === 'done') return { state: 'done' };
  const mayRepeat = shown === 'undone' || findAction(job.action)?.bulk?.isRepeatable === true;
  if (!mayRepeat) return unknown;
  if (item.attempts < mostAttempts) return again;
  return { ...failed, message: errorMessage || 'The pool did not answer in several attempts.' };
}

const unknown: ItemResult = {
  state: 'unknown',
  errorCode: 'outcome_unknown',
  message:
    'The answer was lost, and the pool does not show whether it was done. It was not repeated, since the person would notice; look at the user.',
};
