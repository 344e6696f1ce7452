import type { Database } from '../db/database.ts';
import type { AuditTable } from '../db/tables/audit.ts';
import type {
  AuditEntry,
  AuditEvent,
  AuditFailure,
  AuditFilter,
  AuditIntent,
  AuditPart,
} from './entry.ts';
import { appendOutcomeOnce, appendRow } from './store/append.ts';
import { findEntry, findEntryOfRow, firstNumberSince, listEntries } from './store/entries.ts';
import { lateOutcome } from './store/outcomes.ts';

/** The console's memory of who did what. Rows are added, never changed or removed. */
export interface AuditLog {
  /**
   * Writes that something is about to be done, on the disk when the promise resolves.
   *
   * @returns the entry's number
   */
  intent(intent: AuditIntent): Promise<number>;
  /** Writes that something was not done, and why. */
  refused(intent: AuditIntent, failure: AuditFailure): Promise<number>;
  /** Writes something that has happened already: a sign-in, an export. */
  event(event: AuditEvent): Promise<number>;
  /** Writes what became of one of several calls of an intent. */
  part(number: number, intent: AuditIntent, part: AuditPart): Promise<void>;
  /**
   * Writes what became of an intent; `failure` is undefined when it succeeded. Where the entry was
   * settled meanwhile, what came late is kept as a part of it, so that no entry ends in two ways.
   */
  outcome(
    number: number,
    intent: AuditIntent,
    failure: AuditFailure | undefined,
    /** Milliseconds. */
    duration: number,
    /** What was known of the input only at the end; stands in the place of what the intent said. */
    input?: AuditIntent['input'],
  ): Promise<void>;
  /** Writes what the pool shows of an intent whose answer did not arrive. */
  settle(
    entry: AuditIntent & Pick<AuditEntry, 'number'>,
    settled: { readonly outcome: 'succeeded' | 'failed' | 'unknown'; readonly message: string },
  ): Promise<void>;
  /** Newest first. */
  list(filter: AuditFilter, limit: number): Promise<readonly AuditEntry[]>;
  /** Every entry that matches, newest first, read page by page as the caller takes them. */
  walk(filter: AuditFilter): AsyncGenerator<AuditEntry, void, void>;
  /** The smallest number of what was written at this moment or later, or will be. */
  firstSince(moment: Date): Promise<number>;
  find(number: number): Promise<AuditEntry | undefined>;
  /** The entry that the row of this number belongs to: as itself, its outcome or a part of it. */
  entryOf(row: number): Promise<AuditEntry | undefined>;
}

const walkedAtOnce = 500;

/** The audit in the console's database. `now` is the clock. */
export function createAuditLog(database: Database, now: () => Date): AuditLog {
  const row = (
    kind: AuditTable['kind'],
    intent: AuditIntent,
    failure: AuditFailure | undefined,
    changes: Partial<Pick<AuditTable, 'refersTo' | 'input' | 'action' | 'duration'>> = {},
  ) => ({
    ...rowOf(intent),
    at: now().getTime(),
    kind,
    refersTo: null,
    duration: null,
    errorCode: failure?.code ?? '',
    errorMessage: failure?.publicMessage ?? '',
    requestId: failure?.requestId ?? '',
    ...changes,
  });
  const append = (...content: Parameters<typeof row>) => appendRow(database, row(...content));
  const list = (filter: AuditFilter, limit: number) => listEntries(database, filter, limit);

  return {
    intent: (intent) => append('intent', intent, undefined),
    refused: (intent, failure) => append('refused', intent, failure),
    event: (event) => append(event.outcome, event, event.failure),
    part: async (refersTo, intent, { name, failure, duration }) => {
      const rounded = Math.round(duration);
      await append('part', intent, failure, {
        refersTo,
        action: name,
        input: '{}',
        duration: rounded,
      });
    },
    outcome: async (refersTo, intent, failure, duration, input = {}) => {
      const rounded = Math.round(duration);
      const changes = { refersTo, input: JSON.stringify(input), duration: rounded };
      const outcome = row(outcomeKind(failure), intent, failure, changes);
      if (await appendOutcomeOnce(database, outcome)) return;
      await append('part', intent, failure, { ...changes, action: lateOutcome });
    },
    settle: async (entry, { outcome, message }) => {
      const note = { code: 'settled_afterwards', publicMessage: message };
      const changes = { refersTo: entry.number, input: '{}' };
      await appendOutcomeOnce(database, row(outcome, entry, note, changes));
    },
    list,
    async *walk(filter) {
      let before = filter.before;
      for (;;) {
        const page = await list({ ...filter, before }, walkedAtOnce);
        yield* page;
        before = page.at(-1)?.number;
        if (page.length < walkedAtOnce) return;
      }
    },
    firstSince: (moment) => firstNumberSince(database, moment),
    find: (number) => findEntry(database, number),
    entryOf: (row) => findEntryOfRow(database, row),
  };
}

function outcomeKind(failure: AuditFailure | undefined): 'succeeded' | 'failed' | 'unknown' {
  if (failure === undefined) return 'succeeded';
  return failure.isOutcomeUnknown ? 'unknown' : 'failed';
}

function rowOf(intent: AuditIntent) {
  const { actor, target } = intent;
  return {
    operatorSub: actor.sub,
    operatorUsername: actor.username,
    operatorRole: actor.role,
    sessionId: actor.sessionId,
    address: actor.address,
    browser: actor.browser.slice(0, longestBrowser),
    pool: intent.pool,
    action: intent.action,
    targetKind: target.kind,
    targetName: target.name,
    targetSub: target.sub,
    input: JSON.stringify(intent.input),
    reason: intent.reason ?? '',
  };
}

/** Characters of a User-Agent that are kept; a client can send as many as it likes. */
const longestBrowser = 256;
