import { sql, type Transaction } from 'kysely';
import { dialectOf } from '../../db/dialect.ts';
import type { Tables } from '../../db/schema.ts';

/** The ids of the groups that each of these users is in; users in none are left out. */
export async function groupIdsOf(
  transaction: Transaction<Tables>,
  userIds: readonly number[],
): Promise<Map<number, number[]>> {
  const found = new Map<number, number[]>();
  if (userIds.length === 0) return found;
  const rows = await transaction
    .selectFrom('directoryMembership')
    .select(['userId', 'groupId'])
    .where(sql<boolean>`user_id in ${dialectOf(transaction).listed(userIds)}`)
    .execute();
  for (const { userId, groupId } of rows) {
    const ids = found.get(userId);
    if (ids) ids.push(groupId);
    else found.set(userId, [groupId]);
  }
  return found;
}
