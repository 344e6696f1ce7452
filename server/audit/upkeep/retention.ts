import type { Database } from '../../db/database.ts';
import { consoleActor } from '../entry.ts';
import { pruneAudit } from '../store/prune.ts';
import type { AuditLog } from '../store.ts';

const day = 86_400_000;

/** Removes what is older than the setting says, and has the audit itself tell so. */
export async function keepRetention(
  database: Database,
  audit: AuditLog,
  days: number,
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - days * day);
  const pruned = await pruneAudit(database, before);
  if (pruned === undefined) return;
  await audit.event({
    actor: consoleActor,
    pool: '',
    action: 'audit.prune',
    target: { kind: 'pool', name: '', sub: '' },
    input: { olderThanDays: days, throughEntry: pruned.through, rows: pruned.rows },
    outcome: 'succeeded',
  });
}
