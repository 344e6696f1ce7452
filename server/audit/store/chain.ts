import { setImmediate } from 'node:timers/promises';
import type { Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { AuditTable } from '../../db/tables/audit.ts';

export type ChainRow = Selectable<AuditTable>;

/** Where the chain ends, and the row behind which retention cut it off. */
export type ChainEnds = {
  readonly head: ChainPoint;
  readonly anchor: ChainPoint;
};

/** A row of the chain by its number and hash. */
export type ChainPoint = { readonly number: number; readonly hash: string };

/** To read and to hash so many rows holds the process for one or two milliseconds. */
const readAtOnce = 250;

/** What the console noted of the chain's ends. */
export async function readEnds(database: Database): Promise<ChainEnds> {
  const { headNumber, headHash, anchorNumber, anchorHash } = await database
    .selectFrom('auditChain')
    .selectAll()
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  return {
    head: { number: headNumber, hash: headHash },
    anchor: { number: anchorNumber, hash: anchorHash },
  };
}

/**
 * Every row, as it is in the database, in the order of the numbers, some at a time. Between two
 * slices everything else that waits gets its turn: SQLite answers without waiting for anything, so
 * that a loop over it would not let go by itself.
 */
export async function* walkRows(
  database: Database,
): AsyncGenerator<readonly ChainRow[], void, void> {
  let after: number | undefined;
  for (;;) {
    const all = database.selectFrom('audit').selectAll().orderBy('number').limit(readAtOnce);
    const rest = after === undefined ? all : all.where('number', '>', after);
    const rows = await rest.execute();
    yield rows;
    after = rows.at(-1)?.number;
    if (rows.length < readAtOnce) return;
    await setImmediate();
  }
}

/**
 * Numbers of rows behind the chain's end, which is read in the same moment, as rows may be added.
 *
 * @param shift by how much foreign rows pushed up the numbers
 */
export async function rowsBeyond(
  database: Database,
  shift: number,
  limit: number,
): Promise<readonly number[]> {
  const rows = await database
    .selectFrom('audit')
    .innerJoin('auditChain', (join) => join.onTrue())
    .select('number')
    .where(({ eb }) => eb('number', '>', eb('headNumber', '+', shift)))
    .orderBy('number')
    .limit(limit)
    .execute();
  return rows.map((row) => row.number);
}

/** Hash of one row; undefined when there is none of this number. */
export async function hashOfRow(database: Database, number: number): Promise<string | undefined> {
  const row = await database
    .selectFrom('audit')
    .select('hash')
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.hash;
}
