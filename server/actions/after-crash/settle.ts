import type { AuditEntry } from '../../audit/entry.ts';
import { eventTitles } from '../../audit/events.ts';
import type { AuditLog } from '../../audit/store.ts';
import { PoolkeeperError } from '../../errors.ts';
import type { ManagedPool, Pools } from '../../pools.ts';
import { findAction } from '../registry.ts';
import { loadTarget, type Target } from '../target.ts';

type Services = { readonly audit: AuditLog; readonly pools: Pools; readonly now: () => Date };

/** An intent this old has no process behind it any more. Milliseconds. */
const abandonedAfter = 15 * 60_000;
const mostAtOnce = 100;

/**
 * Looks at the pool for what became of actions whose console ended in between, and writes what it
 * shows. While the pool does not answer they are left for the next time.
 *
 * @returns what is to be called every few minutes; only the first call looks through the whole audit
 */
export function createSettling({ audit, pools, now }: Services): () => Promise<void> {
  let since: number | undefined;
  return async () => {
    const until = new Date(now().getTime() - abandonedAfter);
    const next = await audit.firstSince(until);
    const entries = await audit.list({ outcome: 'started', since, until }, mostAtOnce);
    for (const entry of entries) {
      // A search or an export changes no pool: there is nothing to look at.
      const settlement = eventTitles.has(entry.action)
        ? ended
        : settlements[await lookAt(entry, pools)];
      await audit.settle(entry, settlement);
    }
    if (entries.length < mostAtOnce) since = next;
  };
}

const began = 'The console ended before the answer came. Looked at afterwards, the pool';

const ended = {
  outcome: 'unknown',
  message: 'The console ended before it was written how this went on.',
} as const;

/** What is written when the pool was looked at afterwards. */
export const settlements = {
  done: { outcome: 'succeeded', message: `${began} shows it as done.` },
  undone: { outcome: 'failed', message: `${began} does not show it as done.` },
  unknown: { outcome: 'unknown', message: `${began} does not tell whether it was done.` },
} as const;

/**
 * Whether the pool shows an entry's action as done.
 *
 * @throws PoolkeeperError when the pool does not answer
 */
export async function lookAt(entry: AuditEntry, pools: Pools): Promise<keyof typeof settlements> {
  const action = findAction(entry.action);
  const pool = pools.all.find(({ alias }) => alias === entry.pool);
  if (action === undefined || pool === undefined) return 'unknown';
  const target = await find(pool, entry);
  if (target !== undefined && target.kind !== entry.target.kind) return 'unknown';
  const isDone = action.isDone(target, entry.input);
  if (isDone === undefined) return 'unknown';
  return isDone ? 'done' : 'undone';
}

async function find(pool: ManagedPool, { target }: AuditEntry): Promise<Target | undefined> {
  try {
    return await loadTarget(pool, target);
  } catch (error) {
    if (error instanceof PoolkeeperError && error.status === 404) return undefined;
    throw error;
  }
}
