import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { patientTransaction } from '../../db/driver/patient-transaction.ts';
import type { ChainPoint } from './chain.ts';

/** What is removed in one transaction. */
export type Removal = {
  /** Where the chain begins now; nothing is removed when it begins elsewhere by then. */
  readonly from: ChainPoint;
  /** The last entry to be removed: the chain continues behind it. */
  readonly through: ChainPoint;
  /** The signed checkpoint that names it; empty without a key. */
  readonly checkpoint: string;
};

/**
 * The last of the oldest entries that are older than a moment and that no younger one refers to: an
 * entry stays as long as its outcome does. 0 when there is none.
 */
export async function lastToRemove(database: Database, before: Date): Promise<number> {
  const young = await database
    .selectFrom('audit')
    .select(({ fn }) => fn.min('number').as('number'))
    .where('at', '>=', before.getTime())
    .executeTakeFirst();
  const head = await database
    .selectFrom('auditChain')
    .select('headNumber')
    .executeTakeFirstOrThrow();
  let through = (young?.number ?? head.headNumber + 1) - 1;
  for (;;) {
    const crossing = await database
      .selectFrom('audit')
      .select(({ fn }) => fn.min('refersTo').as('number'))
      .where('number', '>', through)
      .where('refersTo', '<=', through)
      .executeTakeFirst();
    if (crossing?.number === null || crossing?.number === undefined) return through;
    through = crossing.number - 1;
  }
}

/**
 * Removes the first entries and leaves the hash of the last of them as the chain's anchor, so that
 * what remains can still be verified.
 *
 * @returns how many were removed; undefined when another process has moved the anchor meanwhile
 */
export async function removeEntries(
  database: Database,
  { from, through, checkpoint }: Removal,
): Promise<number | undefined> {
  return patientTransaction(database, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('auditChain')
      .set({
        anchorNumber: through.number,
        anchorHash: through.hash,
        anchorCheckpoint: checkpoint,
        // As whoever appends does: one waits for the other.
        headNumber: sql.ref('headNumber'),
      })
      .where('id', '=', 1)
      .where('anchorNumber', '=', from.number)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return undefined;
    const { numDeletedRows } = await transaction
      .deleteFrom('audit')
      .where('number', '<=', through.number)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}

/** Puts the signed checkpoint beside the anchor that it names. */
export async function storeAnchorCheckpoint(
  database: Database,
  { number, hash }: ChainPoint,
  checkpoint: string,
): Promise<void> {
  await database
    .updateTable('auditChain')
    .set({ anchorCheckpoint: checkpoint })
    .where('anchorNumber', '=', number)
    .where('anchorHash', '=', hash)
    .execute();
}
