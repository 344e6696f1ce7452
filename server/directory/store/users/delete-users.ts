import { sql } from 'kysely';
import type { Database } from '../../../db/database.ts';
import { dialectOf } from '../../../db/dialect.ts';
import { relaxedTransaction } from '../../../db/relaxed-transaction.ts';
import { createCounters } from '../counters.ts';
import { type ChangeSource, changesBetween, writeChanges } from '../history.ts';
import { groupIdsOf } from '../membership-rows.ts';
import { readOrders, updateOrders } from '../orders.ts';
import { updateTextIndex } from '../text-index.ts';
import { readLive, rowOf } from './apply-users.ts';
import { factsOf } from './facts.ts';

/**
 * Marks users as gone from the pool: their rows and history stay, lists and counts lose them.
 *
 * @param ids of rows; those gone already are passed over
 * @param unlessWrittenSince rows written later are newer than the reason to delete them
 */
export async function deleteUsers(
  database: Database,
  poolId: number,
  ids: readonly number[],
  learnt: ChangeSource,
  unlessWrittenSince: number,
): Promise<void> {
  if (ids.length === 0) return;
  await relaxedTransaction(database, poolId, async (transaction) => {
    const { listed } = dialectOf(transaction);
    const { rows } = await sql<{ id: number }>`select id from directory_user
      where deleted_at is null and written_at <= ${unlessWrittenSince}
      and id in ${listed(ids)}`.execute(transaction);
    const gone = rows.map(({ id }) => id);
    if (gone.length === 0) return;
    const users = await readLive(transaction, gone);
    await sql`update directory_user set deleted_at = ${learnt.at}, written_at = ${learnt.at}
      where id in ${listed(gone)}`.execute(transaction);
    const groups = await groupIdsOf(transaction, gone);
    const counters = createCounters();
    const history = [...users].flatMap(([id, { user }]) => {
      const facts = factsOf(user);
      counters.user(facts, groups.get(id) ?? [], -1);
      return changesBetween(facts, undefined).map(([field, oldValue, newValue]) => ({
        ...rowOf(poolId, id, learnt),
        field,
        oldValue,
        newValue,
      }));
    });
    await updateTextIndex(transaction, gone, []);
    await updateOrders(
      transaction,
      poolId,
      await readOrders(transaction, poolId),
      [...users].map(([id, { user }]) => ({ id, before: user, after: undefined })),
    );
    await sql`delete from directory_membership where user_id in ${listed(gone)}`.execute(
      transaction,
    );
    await writeChanges(transaction, history);
    await counters.write(transaction, poolId);
  });
}
