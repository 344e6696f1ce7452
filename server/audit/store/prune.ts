import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { Tables } from '../../db/schema.ts';

export type Pruned = {
  /** The last entry that was removed: the chain goes on behind it. */
  readonly through: number;
  readonly rows: number;
};

/**
 * Removes entries older than a moment and leaves the hash of the last of them as the chain's
 * anchor, so that what remains can still be verified. An entry stays as long as its outcome does.
 *
 * @returns undefined when there is nothing to remove
 */
export async function pruneAudit(database: Database, before: Date): Promise<Pruned | undefined> {
  return database.transaction().execute(async (transaction) => {
    // Waits for whoever appends, and has them wait.
    await transaction
      .updateTable('auditChain')
      .set({ headNumber: sql.ref('headNumber') })
      .where('id', '=', 1)
      .execute();
    const through = await lastToRemove(transaction, before);
    const last = await transaction
      .selectFrom('audit')
      .select('hash')
      .where('number', '=', through)
      .executeTakeFirst();
    if (last === undefined) return undefined;
    const { numDeletedRows } = await transaction
      .deleteFrom('audit')
      .where('number', '<=', through)
      .executeTakeFirstOrThrow();
    await transaction
      .updateTable('auditChain')
      .set({ anchorNumber: through, anchorHash: last.hash })
      .where('id', '=', 1)
      .execute();
    return { through, rows: Number(numDeletedRows) };
  });
}

/** The last of the oldest entries that no later one refers to; 0 when there is none. */
async function lastToRemove(transaction: Transaction<Tables>, before: Date): Promise<number> {
  const young = await transaction
    .selectFrom('audit')
    .select(({ fn }) => fn.min('number').as('number'))
    .where('at', '>=', before.getTime())
    .executeTakeFirst();
  const head = await transaction
    .selectFrom('auditChain')
    .select('headNumber')
    .executeTakeFirstOrThrow();
  let through = (young?.number ?? head.headNumber + 1) - 1;
  for (;;) {
    const crossing = await transaction
      .selectFrom('audit')
      .select(({ fn }) => fn.min('refersTo').as('number'))
      .where('number', '>', through)
      .where('refersTo', '<=', through)
      .executeTakeFirst();
    if (crossing?.number === null || crossing?.number === undefined) return through;
    through = crossing.number - 1;
  }
}
