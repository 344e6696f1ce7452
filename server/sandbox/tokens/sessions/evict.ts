import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import type { User } from '../../users/user.ts';
import { listLiveFamilies, revokeFamily } from '../store.ts';
import { findSessionTracking } from './tracking-store.ts';

/**
 * Brings a user back within the number of token sessions that the pool allows, by ending those that were active
 * longest ago. Source: SetUserPoolSessionConfiguration, MaxPerUser.
 */
export function evictOldSessions(
  context: SandboxContext,
  pool: UserPool,
  user: Pick<User, 'key'>,
): void {
  const { isEnabled, maximum } = findSessionTracking(context, pool);
  if (!isEnabled) return;
  for (const { originJti } of listLiveFamilies(context, user.key).slice(maximum)) {
    revokeFamily(context, originJti);
  }
}
