import type { SettingValue } from '../checks.ts';
import type { PoolSettings } from '../pools.ts';

/** The drop-in for AdminQueries, where it is switched on. */
export type AdminQueriesSettings = {
  /** Alias of the managed pool that it serves. */
  readonly pool: string;
  /** App clients of the operator pool whose access tokens it takes, besides the console's own. */
  readonly clientIds: readonly string[];
};

/** Alias of the embedded pool. */
const sandboxAlias = 'sandbox';

/**
 * Reads the ADMIN_QUERIES settings; undefined when the drop-in is not switched on. What cannot be used
 * adds a sentence to `problems`.
 *
 * @param pools undefined in sandbox mode
 */
export function readAdminQueriesSettings(
  value: SettingValue,
  pools: PoolSettings | undefined,
  problems: string[],
): AdminQueriesSettings | undefined {
  const pool = value('ADMIN_QUERIES');
  const clientIds = value('ADMIN_QUERIES_CLIENT_IDS')
    .split(/[\s,]+/)
    .filter(Boolean);
  if (!clientIds.every((id) => /^[\w+]{1,128}$/.test(id))) {
    problems.push('ADMIN_QUERIES_CLIENT_IDS must be ids of app clients, separated by commas.');
  }
  if (pool === '') {
    if (clientIds.length > 0) {
      problems.push('ADMIN_QUERIES is required together with ADMIN_QUERIES_CLIENT_IDS.');
    }
    return undefined;
  }
  const aliases = pools === undefined ? [sandboxAlias] : Object.keys(pools.managedPools);
  if (!aliases.includes(pool)) {
    problems.push(`ADMIN_QUERIES must be the name of a managed pool: ${aliases.join(', ')}.`);
  }
  return { pool, clientIds };
}
