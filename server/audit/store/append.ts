import type { Transaction } from 'kysely';
import { auditHash, type SealedContent } from '../../db/audit-hash.ts';
import type { Database } from '../../db/database.ts';
import type { Tables } from '../../db/schema.ts';

export type NewRow = Omit<SealedContent, 'number' | 'previousHash'>;

class NotWanted extends Error {}

/**
 * Adds a row to the end of the chain; it is on the disk when the promise resolves.
 *
 * The update of the chain's head comes first and is the lock: whoever else appends, in this process
 * or another, waits until this transaction ends, so that no two rows follow the same one.
 *
 * @returns the row's number; numbers have no gaps
 */
export async function appendRow(database: Database, row: NewRow): Promise<number> {
  return append(database, row, async () => true);
}

/**
 * Adds an outcome, unless the entry has got one meanwhile, from this process or another.
 *
 * @returns whether it was added
 */
export async function appendOutcomeOnce(database: Database, row: NewRow): Promise<boolean> {
  const isMissing: Condition = async (transaction) => {
    const outcome = await transaction
      .selectFrom('audit')
      .select('number')
      .where('refersTo', '=', row.refersTo)
      .where('kind', '!=', 'part')
      .executeTakeFirst();
    return outcome === undefined;
  };
  try {
    await append(database, row, isMissing);
    return true;
  } catch (error) {
    if (error instanceof NotWanted) return false;
    throw error;
  }
}

type Condition = (transaction: Transaction<Tables>) => Promise<boolean>;

function append(database: Database, row: NewRow, isWanted: Condition): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const { headNumber, headHash } = await transaction
      .updateTable('auditChain')
      .set(({ eb }) => ({ headNumber: eb('headNumber', '+', 1) }))
      .where('id', '=', 1)
      .returning(['headNumber', 'headHash'])
      .executeTakeFirstOrThrow();
    // Thrown, so that the head goes back to where it was.
    if (!(await isWanted(transaction))) throw new NotWanted();
    const content = { ...storable(row), number: headNumber, previousHash: headHash };
    const hash = auditHash(content);
    await transaction
      .insertInto('audit')
      .values({ ...content, hash })
      .execute();
    await transaction
      .updateTable('auditChain')
      .set({ headHash: hash })
      .where('id', '=', 1)
      .execute();
    return headNumber;
  });
}

/**
 * What both databases give back as it was written: PostgreSQL's text has no NUL, and neither keeps
 * half of a surrogate pair. A row that came back otherwise would look changed.
 */
function storable(row: NewRow): NewRow {
  const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');
  return {
    ...row,
    operatorSub: clean(row.operatorSub),
    operatorUsername: clean(row.operatorUsername),
    operatorRole: clean(row.operatorRole),
    sessionId: clean(row.sessionId),
    address: clean(row.address),
    browser: clean(row.browser),
    pool: clean(row.pool),
    action: clean(row.action),
    targetName: clean(row.targetName),
    targetSub: clean(row.targetSub),
    reason: clean(row.reason),
    errorCode: clean(row.errorCode),
    errorMessage: clean(row.errorMessage),
    requestId: clean(row.requestId),
  };
}
