import type { Database } from '../../db/database.ts';
import type { AuditEntry } from '../entry.ts';
import { findEntries } from './entries.ts';

/** Name of the part with an outcome that came after the entry had been settled. */
export const lateOutcome = 'late-outcome';

/** An entry that has ended, with the row that ended it. */
export type EndedEntry = {
  /** Of the row: numbers grow, and have no gaps. */
  readonly number: number;
  /** When the row was written. */
  readonly at: Date;
  /** Of the row; no two rows have the same one. */
  readonly hash: string;
  readonly entry: AuditEntry;
};

export type EndedEntries = {
  /** In the order of their rows. */
  readonly ended: readonly EndedEntry[];
  /** Every row up to this number has been looked at. */
  readonly through: number;
  /** Retention has removed every row up to this number. */
  readonly removedThrough: number;
};

const ends = ['succeeded', 'failed', 'refused', 'unknown'] as const;

/**
 * The entries that ended behind a row: by their outcome, by being refused, or as events that are their own
 * outcome. An intent alone is none; one whose outcome came late is in it a second time.
 *
 * Rows become visible in the order of their numbers, since each is appended under the lock of the
 * chain's head: below the head that is read first, no row appears later. What retention removes
 * meanwhile shows in `removedThrough`, which is read last.
 */
export async function endedAfter(
  database: Database,
  cursor: number,
  limit: number,
): Promise<EndedEntries> {
  const head = await headNumber(database);
  const rows =
    head <= cursor
      ? []
      : await database
          .selectFrom('audit')
          .select(['number', 'at', 'hash', 'refersTo'])
          .where('number', '>', cursor)
          .where('number', '<=', head)
          .where(({ or, and, eb }) =>
            or([
              eb('kind', 'in', [...ends]),
              and([eb('kind', '=', 'part'), eb('action', '=', lateOutcome)]),
            ]),
          )
          .orderBy('number')
          .limit(limit)
          .execute();
  const numbers = rows.map(({ number, refersTo }) => refersTo ?? number);
  const entries = await findEntries(database, numbers);
  const { anchorNumber } = await database
    .selectFrom('auditChain')
    .select('anchorNumber')
    .executeTakeFirstOrThrow();
  const ended = rows.flatMap(({ number, at, hash, refersTo }) => {
    const entry = entries.get(refersTo ?? number);
    return entry === undefined ? [] : [{ number, at: new Date(at), hash, entry }];
  });
  const last = rows.length === limit ? rows.at(-1)?.number : undefined;
  return { ended, through: Math.max(cursor, last ?? head), removedThrough: anchorNumber };
}

/** Number of the last row. */
export async function headNumber(database: Database): Promise<number> {
  const chain = await database
    .selectFrom('auditChain')
    .select('headNumber')
    .executeTakeFirstOrThrow();
  return chain.headNumber;
}
