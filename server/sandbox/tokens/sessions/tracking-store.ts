import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { flag, number } from '../../store/row.ts';

/** Whether a pool tracks sessions, and how many token sessions one user may have. */
export interface SessionTracking {
  isEnabled: boolean;
  maximum: number;
}

/** Returns a pool's session tracking; off until it is switched on. */
export function findSessionTracking(context: SandboxContext, pool: UserPool): SessionTracking {
  const row = context.database.get('SELECT * FROM session_tracking WHERE pool_key = ?', pool.key);
  if (row === undefined) return { isEnabled: false, maximum: 20 };
  return { isEnabled: flag(row, 'is_enabled'), maximum: number(row, 'maximum') };
}

/** Sets a pool's session tracking. */
export function saveSessionTracking(
  context: SandboxContext,
  pool: Pick<UserPool, 'key'>,
  { isEnabled, maximum }: SessionTracking,
): void {
  context.database.run(
    'INSERT OR REPLACE INTO session_tracking (pool_key, is_enabled, maximum) VALUES (?, ?, ?)',
    pool.key,
    isEnabled ? 1 : 0,
    maximum,
  );
}
