import type { AuditActor, AuditEntry, AuditFilter, AuditIntent } from '../entry.ts';
import type { AuditLog } from '../store.ts';
import type { ExportFormat } from './formats.ts';

type Services = {
  readonly audit: AuditLog;
  /** Monotonic milliseconds, for durations. */
  readonly elapsed: () => number;
};

export type AuditExport = {
  readonly actor: AuditActor;
  /** Alias of the pool. */
  readonly pool: string;
  readonly format: ExportFormat['extension'];
  readonly filter: AuditFilter;
  /** The filter as it was typed; what is empty is left out of the audit. */
  readonly typed: Readonly<Record<string, string>>;
};

/**
 * The entries that match, newest first, up to now. The audit has the export itself: the intent when the
 * promise resolves, the outcome when the last entry was taken or the reader stopped.
 */
export async function exportedEntries(
  { audit, elapsed }: Services,
  { actor, pool, format, filter, typed }: AuditExport,
): Promise<AsyncGenerator<AuditEntry, void, void>> {
  const given = Object.entries(typed).filter(([, value]) => value !== '');
  const intent: AuditIntent = {
    actor,
    pool,
    action: 'audit.export',
    target: { kind: 'pool', name: pool, sub: '' },
    input: { format, ...Object.fromEntries(given) },
  };
  const number = await audit.intent(intent);
  const start = elapsed();
  const walked = audit.walk({ ...filter, before: number });
  return (async function* () {
    let isComplete = false;
    try {
      yield* walked;
      isComplete = true;
    } finally {
      await audit.outcome(number, intent, isComplete ? undefined : brokenOff, elapsed() - start);
    }
  })();
}

const brokenOff = {
  code: 'export_broken_off',
  publicMessage: 'The file was not taken to its end.',
};
