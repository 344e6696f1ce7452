import type { Database } from '../../db/database.ts';

const rowsAtOnce = 10_000;

/** Ids of users who are there and were not written after `writtenUntil`, ascending, in portions. */
export async function* readLiveIds(
  database: Database,
  poolId: number,
  writtenUntil: number,
): AsyncGenerator<number[]> {
  let after = 0;
  for (;;) {
    const rows = await database
      .selectFrom('directoryUser')
      .select(['id', 'poolId', 'deletedAt', 'writtenAt'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    yield rows
      .filter((row) => row.poolId === poolId && row.deletedAt === null)
      .filter(({ writtenAt }) => writtenAt <= writtenUntil)
      .map(({ id }) => id);
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
