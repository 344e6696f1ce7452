import { lookIn, settlements } from '../../actions/after-crash/settle.ts';
import { findAction } from '../../actions/registry.ts';
import type { AuditEntry } from '../../audit/entry.ts';
import { isUnknownOutcome } from '../../cognito/errors.ts';
import type { ItemResult, Job, JobItem } from '../job.ts';
import type { JobParts } from '../parts.ts';
import { concludeItem } from '../store/items.ts';

/** Failures after which nothing was done, and another attempt may succeed. */
const surelyUndone = new Set(['pool_busy', 'settled_afterwards']);

const mostAttempts = 5;

/**
 * Finds out what became of a turn that was begun: from the audit, and where that has no outcome, from
 * the pool, whose answer is written to the audit. What the audit says stays: an outcome is written once,
 * by the one who looked. A turn that did not happen comes again; one whose outcome is unknown comes again
 * only where the action says that this is safe.
 *
 * @returns what became of it
 * @throws PoolkeeperError when the pool does not answer; then it is left for the next time
 */
export async function settleItem(parts: JobParts, job: Job, item: JobItem): Promise<ItemResult> {
  const entry = await entryOf(parts, job, item);
  const result = entry === undefined ? again : await resultOf(parts, job, item, entry);
  await concludeItem(parts.database, item, ['begun'], {
    ...result,
    auditNumber: entry?.number,
  });
  return result;
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
  const isExhausted = item.attempts >= mostAttempts;
  if (outcome === 'started') {
    const shown = await lookIn(entry, pools);
    // What the pool does not show yet may still be done by a call that is under way.
    const { message } = settlements[shown];
    const settled =
      shown === 'done' ? settlements.done : ({ outcome: 'unknown', message } as const);
    await audit.settle(entry, settled);
    if (shown === 'done') return { state: 'done' };
    if (shown === 'undone') return isExhausted ? gaveUp : again;
  } else if (outcome === 'failed' && !isUnknownOutcome(errorCode)) {
    // Throttled, or the pool was looked at afterwards: it did not do it.
    if (!isExhausted && surelyUndone.has(errorCode)) return again;
    return { state: 'failed', errorCode, message: errorMessage };
  }
  const mayRepeat = findAction(job.action)?.bulk?.isRepeatable === true;
  return mayRepeat && !isExhausted ? again : unknown(mayRepeat);
}

const gaveUp: ItemResult = {
  state: 'failed',
  errorCode: 'pool_unreachable',
  message: 'The pool did not answer in several attempts.',
};

function unknown(wasRepeated: boolean): ItemResult {
  const consequence = wasRepeated
    ? 'Several attempts ended like this; look at the user.'
    : 'It was not repeated, since the person would notice; look at the user.';
  return {
    state: 'unknown',
    errorCode: 'outcome_unknown',
    message: `The answer was lost, and the pool does not show whether it was done. ${consequence}`,
  };
}
