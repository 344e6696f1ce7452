import type { UserStatus } from '../../cognito/types.ts';
import { stuckStatuses } from '../search-language.ts';
import { dayOf, startOfDay } from '../store/counters.ts';
import type { Scope } from './scope.ts';

/** How many wait for longer in a status: the sum of whole days, as the search `stuck:` means it. */
export async function countWaiting(
  { database, poolId, now }: Scope,
  status: UserStatus,
  days: number,
): Promise<number> {
  const row = await database
    .selectFrom('directoryCount')
    .select(({ fn }) => fn.sum<number | null>('value').as('sum'))
    .where('poolId', '=', poolId)
    .where('kind', '=', 'stuck')
    .where('name', '>=', `${status}|`)
    .where('name', '<', `${status}|${dayOf(startOfDay(now, days))}`)
    .executeTakeFirst();
  return row?.sum ?? 0;
}

/** How many users the search `stuck:` finds. */
export async function countStuck(scope: Scope, days: number): Promise<number> {
  let sum = 0;
  for (const status of stuckStatuses) sum += await countWaiting(scope, status, days);
  return sum;
}
