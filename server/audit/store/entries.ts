import { type Selectable, sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { AuditTable } from '../../db/tables/audit.ts';
import type { AuditEntry, AuditFilter, AuditOutcome, AuditPart } from '../entry.ts';

/** The entries that match, newest first, each with its outcome and its parts. */
export async function listEntries(
  database: Database,
  filter: AuditFilter,
  limit: number,
): Promise<readonly AuditEntry[]> {
  const rows = await newestFirst(database, filter).limit(limit).execute();
  const parts = await partsOf(database, rows);
  return rows.map((row) => entryOf(row, parts.get(row.number) ?? []));
}

/** The query of the entries that match; a test looks at how the database goes about it. */
export function newestFirst(database: Database, filter: AuditFilter): Query {
  return filtered(entries(database).orderBy('entry.number', 'desc'), filter);
}

export async function findEntry(
  database: Database,
  number: number,
): Promise<AuditEntry | undefined> {
  return (await findEntries(database, [number])).get(number);
}

/** The entries of these numbers, by number, as far as there are any. */
export async function findEntries(
  database: Database,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, AuditEntry>> {
  if (numbers.length === 0) return new Map();
  const rows = await entries(database).where('entry.number', 'in', numbers).execute();
  const parts = await partsOf(database, rows);
  return new Map(rows.map((row) => [row.number, entryOf(row, parts.get(row.number) ?? [])]));
}

/** The smallest number of this moment or later; the next one when there is none yet. */
export async function firstNumberSince(database: Database, moment: Date): Promise<number> {
  const last = await database
    .selectFrom('audit')
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst();
  const first = await database
    .selectFrom('audit')
    .select(({ fn }) => fn.min('number').as('number'))
    .where('at', '>=', moment.getTime())
    .executeTakeFirst();
  return first?.number ?? (last?.number ?? 0) + 1;
}

/** The entry of this number, or the one whose outcome or part has it. */
export async function findEntryOfRow(
  database: Database,
  number: number,
): Promise<AuditEntry | undefined> {
  const row = await database
    .selectFrom('audit')
    .select('refersTo')
    .where('number', '=', number)
    .executeTakeFirst();
  return row && findEntry(database, row.refersTo ?? number);
}

const outcomeKinds = ['succeeded', 'failed', 'unknown'] as const;

function entries(database: Database) {
  return database
    .selectFrom('audit as entry')
    .leftJoin('audit as outcome', (join) =>
      join
        .onRef('outcome.refersTo', '=', 'entry.number')
        .on('outcome.kind', 'in', [...outcomeKinds]),
    )
    .where('entry.refersTo', 'is', null)
    .selectAll('entry')
    .select([
      'outcome.kind as outcomeKind',
      'outcome.errorCode as outcomeCode',
      'outcome.errorMessage as outcomeMessage',
      'outcome.requestId as outcomeRequestId',
      'outcome.duration as outcomeDuration',
      'outcome.input as outcomeInput',
    ]);
}

type Query = ReturnType<typeof entries>;

function filtered(all: Query, filter: AuditFilter): Query {
  let query = all;
  const { pool, operator, target, targetName, action, outcome, from, until, before, since } =
    filter;
  if (pool !== undefined) {
    const pools = [pool, ''];
    query =
      target === undefined
        ? // Nearly all are of the pool: looked up in an index, all of them would be sorted for each page.
          query.where(sql<string>`${sql.ref('entry.pool')} || ''`, 'in', pools)
        : query.where('entry.pool', 'in', pools);
  }
  if (operator !== undefined) query = query.where('entry.operatorUsername', '=', operator);
  if (target !== undefined) {
    query = query
      .where('entry.targetKind', '=', target.kind)
      .where('entry.targetName', '=', target.name);
    if (target.sub) query = query.where('entry.targetSub', 'in', ['', target.sub]);
  }
  if (targetName !== undefined) {
    query = query.where(({ eb, or }) =>
      or([eb('entry.targetName', '=', targetName), eb('entry.targetSub', '=', targetName)]),
    );
  }
  if (action !== undefined) query = query.where('entry.action', '=', action);
  if (from !== undefined) query = query.where('entry.at', '>=', from.getTime());
  if (until !== undefined) query = query.where('entry.at', '<', until.getTime());
  if (before !== undefined) query = query.where('entry.number', '<', before);
  if (since !== undefined) query = query.where('entry.number', '>=', since);
  if (outcome === 'started') {
    query = query.where('entry.kind', '=', 'intent').where('outcome.kind', 'is', null);
  } else if (outcome !== undefined) {
    query = query.where(({ eb, or }) =>
      or([eb('entry.kind', '=', outcome), eb('outcome.kind', '=', outcome)]),
    );
  }
  return query;
}

type PartRow = Pick<
  Selectable<AuditTable>,
  'refersTo' | 'action' | 'errorCode' | 'errorMessage' | 'requestId' | 'duration'
>;

async function partsOf(
  database: Database,
  rows: readonly { number: number; kind: AuditTable['kind'] }[],
): Promise<ReadonlyMap<number, readonly AuditPart[]>> {
  const numbers = rows.filter(({ kind }) => kind === 'intent').map(({ number }) => number);
  if (numbers.length === 0) return new Map();
  const parts: readonly PartRow[] = await database
    .selectFrom('audit')
    .select(['refersTo', 'action', 'errorCode', 'errorMessage', 'requestId', 'duration'])
    .where('refersTo', 'in', numbers)
    .where('kind', '=', 'part')
    .orderBy('number')
    .execute();
  const byEntry = Map.groupBy(parts, ({ refersTo }) => refersTo ?? 0);
  return new Map([...byEntry].map(([number, found]) => [number, found.map(partOf)]));
}

function partOf({ action, errorCode, errorMessage, requestId, duration }: PartRow): AuditPart {
  const failure = { code: errorCode, publicMessage: errorMessage, requestId };
  return { name: action, failure: errorCode ? failure : undefined, duration: duration ?? 0 };
}

type EntryRow = Selectable<AuditTable> & {
  outcomeKind: AuditTable['kind'] | null;
  outcomeCode: string | null;
  outcomeMessage: string | null;
  outcomeRequestId: string | null;
  outcomeDuration: number | null;
  outcomeInput: string | null;
};

function entryOf(row: EntryRow, parts: readonly AuditPart[]): AuditEntry {
  return {
    number: row.number,
    at: new Date(row.at),
    actor: {
      sub: row.operatorSub,
      username: row.operatorUsername,
      role: row.operatorRole,
      sessionId: row.sessionId,
      address: row.address,
      browser: row.browser,
    },
    pool: row.pool,
    action: row.action,
    target: { kind: row.targetKind, name: row.targetName, sub: row.targetSub },
    input: { ...parsedInput(row.input), ...parsedInput(row.outcomeInput ?? '{}') },
    reason: row.reason,
    outcome: outcomeOf(row),
    errorCode: row.outcomeCode ?? row.errorCode,
    errorMessage: row.outcomeMessage ?? row.errorMessage,
    requestId: row.outcomeRequestId ?? row.requestId,
    duration: row.outcomeDuration ?? undefined,
    parts,
  };
}

/** What somebody changed behind the console's back may be no JSON any more; it is shown as it is. */
function parsedInput(text: string): AuditEntry['input'] {
  try {
    return JSON.parse(text);
  } catch {
    return { unreadable: text };
  }
}

function outcomeOf({ kind, outcomeKind }: EntryRow): AuditOutcome {
  const known = kind === 'intent' ? outcomeKind : kind;
  if (known === null || known === 'intent' || known === 'part') return 'started';
  return known;
}
