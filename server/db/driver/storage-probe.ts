import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Milliseconds for which an answer is believed, by whoever asks. */
const keptFor = 10_000;

/**
 * Makes what finds out whether the database can be read and written, by writing a row at most every
 * ten seconds, however many ask.
 *
 * @param elapsed monotonic milliseconds
 * @returns a function that rejects with `storage_unavailable` when it cannot
 */
export function createStorageProbe(database: Database, elapsed: () => number): () => Promise<void> {
  let last: { readonly at: number; readonly answer: Promise<void> } | undefined;
  const write = async (): Promise<void> => {
    await database
      .updateTable('storageProbe')
      .set({ probes: sql`(probes + 1) % 1000000` })
      .where('id', '=', 1)
      .execute();
  };
  return () => {
    if (last === undefined || elapsed() - last.at >= keptFor) {
      last = { at: elapsed(), answer: write() };
    }
    return last.answer;
  };
}
