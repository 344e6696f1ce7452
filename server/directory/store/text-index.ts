import { sql, type Transaction } from 'kysely';
import { dialectOf, isPostgres } from '../../db/dialect.ts';
import { runForEachRow } from '../../db/each-row.ts';
import type { Tables } from '../../db/schema.ts';

const insertOne = 'insert into directory_text (rowid, text) values (?, ?)';

/** Brings SQLite's index of letters up to date; PostgreSQL's follows its column by itself. */
export async function updateTextIndex(
  transaction: Transaction<Tables>,
  removed: readonly number[],
  written: readonly { readonly id: number; readonly indexedText: string }[],
): Promise<void> {
  if (isPostgres(transaction)) return;
  if (removed.length > 0) {
    const { listed } = dialectOf(transaction);
    await sql`delete from directory_text where rowid in ${listed(removed)}`.execute(transaction);
  }
  if (written.length > 0) {
    const rows = written.map(({ id, indexedText }) => [id, indexedText]);
    await runForEachRow(transaction, insertOne, rows);
  }
}
