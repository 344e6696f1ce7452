import { sql, type Transaction } from 'kysely';
import { dialectOf, isPostgres } from '../../db/dialect.ts';
import type { Tables } from '../../db/schema.ts';
import { indexedText } from '../search/user-text.ts';

/** Brings SQLite's index of letters up to date; PostgreSQL's follows its column by itself. */
export async function updateTextIndex(
  transaction: Transaction<Tables>,
  removed: readonly number[],
  written: readonly { readonly id: number; readonly searchText: string }[],
): Promise<void> {
  if (isPostgres(transaction)) return;
  const { each, listed } = dialectOf(transaction);
  if (removed.length > 0) {
    await sql`delete from directory_text where rowid in ${listed(removed)}`.execute(transaction);
  }
  if (written.length > 0) {
    const rows = written.map(({ id, searchText }) => [id, indexedText(searchText)]);
    await sql`insert into directory_text (rowid, text)
      select value ->> 0, value ->> 1 from ${each(rows)}`.execute(transaction);
  }
}
