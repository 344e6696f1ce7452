import { sql } from 'kysely';
import type { Database } from '../../../db/database.ts';
import { dialectOf } from '../../../db/dialect.ts';

/** Rows looked at in one statement: so long do others wait. */
const rowsAtOnce = 5000;

/**
 * Ids of users who are there and were not written after `writtenUntil`, ascending, in portions.
 *
 * @param isWanted rows of which it says no are not read
 */
export async function* readLiveIds(
  database: Database,
  poolId: number,
  writtenUntil: number,
  isWanted: (id: number) => boolean,
): AsyncGenerator<number[]> {
  const { rows } = await sql<{ last: number | null }>`select max(id) as last
    from directory_user`.execute(database);
  const last = rows[0]?.last ?? 0;
  const { listed } = dialectOf(database);
  for (let from = 1; from <= last; from += rowsAtOnce) {
    const length = Math.min(rowsAtOnce, last - from + 1);
    const wanted = Array.from({ length }, (_, index) => from + index).filter(isWanted);
    if (wanted.length === 0) continue;
    const found = await database
      .selectFrom('directoryUser')
      .select('id')
      .where(sql<boolean>`id in ${listed(wanted)}`)
      .where('poolId', '=', poolId)
      .where('deletedAt', 'is', null)
      .where('writtenAt', '<=', writtenUntil)
      .orderBy('id')
      .execute();
    yield found.map(({ id }) => id);
  }
}

export async function subOf(database: Database, id: number): Promise<string> {
  const row = await database
    .selectFrom('directoryUser')
    .select('sub')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.sub;
}
