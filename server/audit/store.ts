import type { Selectable } from 'kysely';
import type { Database } from '../db/database.ts';
import type { AuditTable } from '../db/schema.ts';
import type { AuditEntry, AuditFilter, AuditIntent, AuditOutcome } from './entry.ts';

type Failure = { readonly code: string; readonly publicMessage: string };

/** The console's memory of who did what. Rows are added, never changed or removed. */
export interface AuditLog {
  /**
   * Writes that something is about to be done, on the disk when the promise resolves.
   *
   * @returns the entry's number
   */
  intent(intent: AuditIntent): Promise<number>;
  /** Writes that something was not done, and why. */
  refused(intent: AuditIntent, failure: Failure): Promise<number>;
  /** Writes what became of an intent; `failure` is undefined when it succeeded. */
  outcome(
    number: number,
    intent: AuditIntent,
    failure: Failure | undefined,
    /** Milliseconds. */
    duration: number,
  ): Promise<void>;
  /** Newest first. */
  list(filter: AuditFilter, limit: number): Promise<readonly AuditEntry[]>;
  find(number: number): Promise<AuditEntry | undefined>;
}

/** The audit in the console's database. `now` is the clock. */
export function createAuditLog(database: Database, now: () => Date): AuditLog {
  const append = async (
    kind: AuditTable['kind'],
    intent: AuditIntent,
    failure: Failure | undefined,
    outcome: { refersTo: number; input: string; duration: number } | undefined,
  ): Promise<number> => {
    const { number } = await database
      .insertInto('audit')
      .values({
        ...rowOf(intent),
        at: now().getTime(),
        kind,
        refersTo: null,
        duration: null,
        errorCode: failure?.code ?? '',
        errorMessage: failure?.publicMessage ?? '',
        ...outcome,
      })
      .returning('number')
      .executeTakeFirstOrThrow();
    return number;
  };

  const entries = () =>
    database
      .selectFrom('audit as entry')
      .leftJoin('audit as outcome', 'outcome.refersTo', 'entry.number')
      .where('entry.refersTo', 'is', null)
      .selectAll('entry')
      .select([
        'outcome.kind as outcomeKind',
        'outcome.errorCode as outcomeCode',
        'outcome.errorMessage as outcomeMessage',
        'outcome.duration as outcomeDuration',
      ]);

  return {
    intent: (intent) => append('intent', intent, undefined, undefined),
    refused: (intent, failure) => append('refused', intent, failure, undefined),
    outcome: async (number, intent, failure, duration) => {
      await append(failure ? 'failed' : 'succeeded', intent, failure, {
        refersTo: number,
        input: '{}',
        duration: Math.round(duration),
      });
    },
    list: async (filter, limit) => {
      let query = entries().orderBy('entry.number', 'desc').limit(limit);
      if (filter.pool !== undefined) query = query.where('entry.pool', '=', filter.pool);
      if (filter.operator !== undefined) {
        query = query.where('entry.operatorUsername', '=', filter.operator);
      }
      if (filter.target !== undefined) {
        query = query
          .where('entry.targetKind', '=', filter.target.kind)
          .where('entry.targetName', '=', filter.target.name);
      }
      if (filter.targetName !== undefined) {
        query = query.where('entry.targetName', '=', filter.targetName);
      }
      if (filter.action !== undefined) query = query.where('entry.action', '=', filter.action);
      if (filter.before !== undefined) query = query.where('entry.number', '<', filter.before);
      if (filter.outcome === 'refused') query = query.where('entry.kind', '=', 'refused');
      else if (filter.outcome === 'started') {
        query = query.where('entry.kind', '=', 'intent').where('outcome.kind', 'is', null);
      } else if (filter.outcome !== undefined) {
        query = query.where('outcome.kind', '=', filter.outcome);
      }
      return (await query.execute()).map(entryOf);
    },
    find: async (number) => {
      const row = await entries().where('entry.number', '=', number).executeTakeFirst();
      return row && entryOf(row);
    },
  };
}

function rowOf(intent: AuditIntent) {
  const { actor, target } = intent;
  return {
    operatorSub: actor.sub,
    operatorUsername: actor.username,
    operatorRole: actor.role,
    sessionId: actor.sessionId,
    address: actor.address,
    pool: intent.pool,
    action: intent.action,
    targetKind: target.kind,
    targetName: target.name,
    targetSub: target.sub,
    input: JSON.stringify(intent.input),
  };
}

type EntryRow = Selectable<AuditTable> & {
  outcomeKind: AuditTable['kind'] | null;
  outcomeCode: string | null;
  outcomeMessage: string | null;
  outcomeDuration: number | null;
};

function entryOf(row: EntryRow): AuditEntry {
  return {
    number: row.number,
    at: new Date(row.at),
    actor: {
      sub: row.operatorSub,
      username: row.operatorUsername,
      role: row.operatorRole,
      sessionId: row.sessionId,
      address: row.address,
    },
    pool: row.pool,
    action: row.action,
    target: { kind: row.targetKind, name: row.targetName, sub: row.targetSub },
    input: JSON.parse(row.input),
    outcome: outcomeOf(row),
    errorCode: row.outcomeCode ?? row.errorCode,
    errorMessage: row.outcomeMessage ?? row.errorMessage,
    duration: row.outcomeDuration ?? undefined,
  };
}

function outcomeOf(row: EntryRow): AuditOutcome {
  if (row.kind === 'refused') return 'refused';
  if (row.outcomeKind === 'succeeded' || row.outcomeKind === 'failed') return row.outcomeKind;
  return 'started';
}
