import { sql } from 'kysely';
import type { Database } from '../../../db/database.ts';

/** Rows looked at in one statement: so long do others wait. */
const rowsAtOnce = 5000;

/** Ids of users who are there and were not written after `writtenUntil`, ascending, in portions. */
export async function* readLiveIds(
  database: Database,
  poolId: number,
  writtenUntil: number,
): AsyncGenerator<number[]> {
  const { rows } = await sql<{ last: number | null }>`select max(id) as last
    from directory_user`.execute(database);
  const last = rows[0]?.last ?? 0;
  for (let after = 0; after < last; after += rowsAtOnce) {
    const found = await database
      .selectFrom('directoryUser')
      .select('id')
      .where('id', '>', after)
      .where('id', '<=', after + rowsAtOnce)
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
