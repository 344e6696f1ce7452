import type { AuditEntry } from '../../audit/entry.ts';
import { eventTitles } from '../../audit/events.ts';
import type { AuditLog } from '../../audit/store.ts';
import type { Pools } from '../../pools.ts';
import { type Finding, lookAt } from './look.ts';

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
        : settlements[await lookIn(entry, pools)];
      await audit.settle(entry, settlement);
    }
    if (entries.length < mostAtOnce) since = next;
  };
}

/** A pool that is not managed any more shows nothing. */
export async function lookIn(entry: AuditEntry, pools: Pools): Promise<Finding> {
  const pool = pools.all.find(({ alias }) => alias === entry.pool);
  return pool === undefined ? 'unknown' : lookAt(entry, pool);
}

const ended = {
  outcome: 'unknown',
  message: 'The console ended before it was written how this went on.',
} as const;

const looked = 'The answer did not arrive. Looked at afterwards, the pool';

/** What is written when the pool was looked at afterwards. */
export const settlements = {
  done: { outcome: 'succeeded', message: `${looked} shows it as done.` },
  undone: { outcome: 'failed', message: `${looked} does not show it as done.` },
  unknown: { outcome: 'unknown', message: `${looked} does not show whether it was done.` },
} as const;
