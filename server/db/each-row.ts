import { CompiledQuery, type Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** Parameters of one run of a statement. */
export type Row = readonly (string | number | null)[];

/** The only parameter of a statement that SQLite runs once for each of these rows. */
export class EachRow {
  readonly rows: readonly Row[];
  /** The ids that the runs gave to what they inserted, in order; filled in by the driver. */
  readonly insertedIds: number[] = [];

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }
}

/**
 * Runs one statement of SQLite for each row of parameters: nothing that takes many rows at once is
 * as fast, since the database is in this process and the statement is parsed once. For PostgreSQL
 * one statement with all rows is right, since each would cost a way there and back.
 *
 * @param statement trusted SQL with a `?` for every value of a row
 * @returns what the runs answered, one after the other
 */
export async function runForEachRow<Answer>(
  transaction: Transaction<Tables>,
  statement: string,
  rows: readonly Row[],
): Promise<readonly Answer[]> {
  const query = CompiledQuery.raw(statement, [new EachRow(rows)]);
  return (await transaction.executeQuery<Answer>(query)).rows;
}

/**
 * The same for an insert into a table whose key counts up.
 *
 * @returns the id of each row, in their order
 */
export async function insertEachRow(
  transaction: Transaction<Tables>,
  statement: string,
  rows: readonly Row[],
): Promise<readonly number[]> {
  const each = new EachRow(rows);
  await transaction.executeQuery(CompiledQuery.raw(statement, [each]));
  return each.insertedIds;
}
