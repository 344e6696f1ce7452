import type { SyncEmitter } from './sync/events.ts';

type Log = {
  info(facts: object, message: string): void;
  debug(facts: object, message: string): void;
  warn(facts: object, message: string): void;
};

/** A long walk tells about itself this often. Milliseconds. */
const toldEvery = 10_000;

/**
 * Writes to the log how the sync of a pool goes.
 *
 * @param elapsed monotonic milliseconds
 */
export function logSync(events: SyncEmitter, log: Log, elapsed: () => number): void {
  let toldAt = Number.NEGATIVE_INFINITY;
  events.on('progress', ({ part, usersSeen, rate, callsPerSecond, share, estimatedEnd }) => {
    if (elapsed() - toldAt < toldEvery) return;
    toldAt = elapsed();
    log.info({ part, usersSeen, rate, callsPerSecond, share, estimatedEnd }, 'reading the pool');
  });
  events.on('complete', (completeAsOf) => log.debug({ completeAsOf }, 'the pool was read'));
  events.on('problem', (problem) => log.warn({ problem }, 'reading the pool stopped'));
  events.on('noticeFailed', (cause) =>
    log.warn({ err: cause }, 'a user named by a notice was not read'),
  );
}
