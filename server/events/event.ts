import type { AuditOutcome } from '../audit/entry.ts';
import { entryAsJson } from '../audit/export/formats.ts';
import type { EndedEntry } from '../audit/store/outcomes.ts';

/** Something that happened, as receivers get it. */
export type ConsoleEvent = {
  /** The same however often the event is sent, and to whichever receiver. */
  readonly id: string;
  /** An action or another entry of the audit: `user.disable`. */
  readonly type: string;
  /** When it ended; ISO 8601, UTC. */
  readonly timestamp: string;
  /** The entry, as the export of the audit has it. */
  readonly data: Readonly<Record<string, unknown>>;
};

/** What filters look at. */
export type EventFacts = {
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly pool: string;
};

/** The event of an entry that has ended. */
export function eventOf({ number, hash, at, entry }: EndedEntry): ConsoleEvent {
  return {
    id: `evt_${number}_${hash.slice(0, 16)}`,
    type: entry.action,
    timestamp: at.toISOString(),
    data: entryAsJson(entry),
  };
}

/** What a webhook is sent; the id is in a header. */
export function bodyOf({ type, timestamp, data }: ConsoleEvent): string {
  return JSON.stringify({ type, timestamp, data });
}

/** The event as a line of the stream: JSON has no line breaks of its own. */
export function lineOf({ id, type, timestamp, data }: ConsoleEvent): string {
  return `${JSON.stringify({ id, type, timestamp, data })}\n`;
}
