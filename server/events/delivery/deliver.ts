import { consoleActor } from '../../audit/entry.ts';
import { type EndedEntry, endedAfter } from '../../audit/store/outcomes.ts';
import type { AuditLog } from '../../audit/store.ts';
import type { Database } from '../../db/database.ts';
import { receiverEvent } from '../audit-words.ts';
import { type ConsoleEvent, eventOf } from '../event.ts';
import { passes } from '../filter.ts';
import { type Attempt, type Receiver, triedFor } from '../receiver.ts';
import { type Held, noteProgress, releaseLease, takeLease } from '../store/lease.ts';
import { changeReceiver } from '../store/receivers.ts';
import { pauseAfter } from './backoff.ts';

/** How events get to a kind of receiver. */
export type Transport = {
  /** How many events are sent in one attempt. */
  readonly mostAtOnce: number;
  /** Never throws; ends early with the signal. */
  send(receiver: Receiver, events: readonly ConsoleEvent[], signal: AbortSignal): Promise<Attempt>;
};

export type DeliveryParts = {
  readonly database: Database;
  readonly audit: Pick<AuditLog, 'event'>;
  readonly transports: Readonly<Record<Receiver['kind'], Transport>>;
  /** Names this process among those that deliver. */
  readonly holder: string;
  readonly now: () => Date;
  /** 0 to 1. */
  readonly random: () => number;
};

/** Rows that are read at a time. */
const readAtOnce = 500;

/**
 * Delivers to one receiver what has happened behind its cursor, in order, until there is no more, an
 * attempt fails, or the receiver is paused, changed or removed.
 *
 * The cursor moves after the delivery: a process that is killed in between leaves an event that is
 * sent again, with the same id.
 *
 * @throws Error when the database fails
 */
export async function deliverTo(
  parts: DeliveryParts,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const { database, holder, now } = parts;
  let receiver = await takeLease(database, id, holder, now().getTime());
  if (receiver === undefined) return;
  try {
    while (receiver?.state === 'active' && !signal.aborted) {
      const page = await endedAfter(database, receiver.cursor, readAtOnce);
      if (page.removedThrough > receiver.cursor) {
        receiver = await passOverRemoved(parts, receiver, page.removedThrough);
        continue;
      }
      if (page.through === receiver.cursor) return;
      receiver = await deliverPage(parts, receiver, page, signal);
    }
  } finally {
    await releaseLease(database, id, holder);
  }
}

/** @returns the receiver as it is then; undefined when this is the end for now */
async function deliverPage(
  parts: DeliveryParts,
  start: Receiver,
  { ended, through }: { readonly ended: readonly EndedEntry[]; readonly through: number },
  signal: AbortSignal,
): Promise<Receiver | undefined> {
  const { database, holder, now } = parts;
  const transport = parts.transports[start.kind];
  let receiver = start;
  const chosen = ended.filter(({ entry }) => passes(start.filter, entry));
  for (let index = 0; index < chosen.length; index += transport.mostAtOnce) {
    const chunk = chosen.slice(index, index + transport.mostAtOnce);
    const last = chunk.at(-1);
    if (last === undefined || signal.aborted) return undefined;
    const attempt = await transport.send(receiver, chunk.map(eventOf), signal);
    if (attempt.result === 'interrupted') return undefined;
    if (attempt.result === 'failed') {
      await noteFailure(parts, { receiver, holder }, attempt);
      return undefined;
    }
    const time = now().getTime();
    const delivered = { ...noFailure, cursor: last.number, deliveredAt: time };
    const next = await noteProgress(database, { receiver, holder }, delivered, time);
    if (next === undefined || next.state !== 'active') return undefined;
    // Chosen by the filter of before.
    if (JSON.stringify(next.filter) !== JSON.stringify(start.filter)) return next;
    receiver = next;
  }
  if (through === receiver.cursor) return receiver;
  return noteProgress(database, { receiver, holder }, { cursor: through }, now().getTime());
}

/** What a receiver is like that nothing is wrong with. */
export const noFailure = {
  attempts: 0,
  nextAttemptAt: 0,
  failingSince: null,
  lastProblem: '',
} as const;

async function noteFailure(
  { database, audit, now, random }: DeliveryParts,
  held: Held,
  { problem, retryAfter, isFinal = false }: Extract<Attempt, { result: 'failed' }>,
): Promise<void> {
  const { receiver } = held;
  const time = now().getTime();
  const attempts = receiver.attempts + 1;
  const failingSince = receiver.failingSince ?? time;
  // What is written on this machine is tried for ever: it asks nothing of another system.
  const isGivenUp = receiver.kind === 'webhook' && (isFinal || time - failingSince >= triedFor);
  const progress = {
    attempts,
    failingSince,
    lastProblem: problem,
    nextAttemptAt: time + pauseAfter(attempts, random(), retryAfter),
  };
  const next = await noteProgress(database, held, progress, time);
  if (next === undefined || !isGivenUp) return;
  // One that was paused meanwhile stays so.
  const expected = { state: 'active', cursor: receiver.cursor } as const;
  if (!(await changeReceiver(database, receiver.id, { state: 'failed' }, expected))) return;
  const failure = { code: 'webhook_failed', publicMessage: problem };
  await audit.event({
    ...receiverEvent('webhook.fail', receiver, consoleActor, { attempts }),
    outcome: 'failed',
    failure,
  });
}

/** Continues behind what retention has removed, and has it in the audit that events are missing. */
async function passOverRemoved(
  { database, audit, holder, now }: DeliveryParts,
  receiver: Receiver,
  through: number,
): Promise<Receiver | undefined> {
  const rows = through - receiver.cursor;
  const progress = { cursor: through, missed: receiver.missed + rows };
  const held = { receiver, holder };
  const next = await noteProgress(database, held, progress, now().getTime());
  if (next === undefined) return undefined;
  const input = { fromRow: receiver.cursor + 1, throughRow: through };
  await audit.event({
    ...receiverEvent('webhook.miss', receiver, consoleActor, input),
    outcome: 'failed',
    failure: {
      code: 'events_removed',
      publicMessage: `Retention removed ${rows} rows of the audit before they were delivered.`,
    },
  });
  return next;
}
