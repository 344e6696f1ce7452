import type { Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import { yieldToEventLoop } from '../../db/driver/event-loop.ts';
import type { AuditTable } from '../../db/tables/audit.ts';

export type ChainRow = Selectable<AuditTable>;

/** Where the chain ends, and the row behind which retention cut it off. */
export type ChainEnds = {
  readonly head: ChainPoint;
  readonly anchor: ChainPoint;
  /** The signed checkpoint that names the anchor, as one line; empty while nothing signed does. */
  readonly anchorCheckpoint: string;
};

/** A row of the chain by its number and hash. */
export type ChainPoint = { readonly number: number; readonly hash: string };

/** To read and to hash so many rows holds the process for one or two milliseconds. */
const standardSlice = 250;

/** What the console noted of the chain's ends. */
export async function readEnds(database: Database): Promise<ChainEnds> {
  const { headNumber, headHash, anchorNumber, anchorHash, anchorCheckpoint } = await database
    .selectFrom('auditChain')
    .selectAll()
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  return {
    head: { number: headNumber, hash: headHash },
    anchor: { number: anchorNumber, hash: anchorHash },
    anchorCheckpoint,
  };
}

/**
 * Every row, as it is in the database, in the order of the numbers, some at a time. Between two
 * slices everything else that waits has its turn.
 *
 * @param range rows up to number `through`, all by default
 */
export async function* walkRows(
  database: Database,
  { through, atOnce = standardSlice }: { readonly through?: number; readonly atOnce?: number } = {},
): AsyncGenerator<readonly ChainRow[], void, void> {
  let after: number | undefined;
  for (;;) {
    let query = database.selectFrom('audit').selectAll().orderBy('number').limit(atOnce);
    if (after !== undefined) query = query.where('number', '>', after);
    if (through !== undefined) query = query.where('number', '<=', through);
    const rows = await query.execute();
    yield rows;
    after = rows.at(-1)?.number;
    if (rows.length < atOnce) return;
    await yieldToEventLoop();
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
