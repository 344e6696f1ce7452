import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { sqlForDroppingUserIndexes, sqlForUserIndexes } from './index-store.ts';

/** From this many users on it is quicker to make the indexes afresh than to keep them up row by row. */
const indexRebuildThreshold = 20_000;

/** Runs `work`, which adds `count` users, with the indexes of the user tables made afterwards when that is quicker. */
export function withBulkIndexes(context: SandboxContext, count: number, work: () => void): void {
  const isBulk = count >= indexRebuildThreshold;
  if (isBulk) context.database.execute(sqlForDroppingUserIndexes);
  work();
  if (isBulk) context.database.execute(sqlForUserIndexes);
}

/** Gives all users of a case-insensitive pool the aliases that their attributes say. For a pool without any yet. */
export function writeAllAliases(context: SandboxContext, pool: UserPool): void {
  for (const kind of pool.settings.AliasAttributes ?? []) {
    const isVerified =
      kind === 'preferred_username'
        ? ''
        : `AND json_extract(attributes, '$.${kind}_verified') = 'true'`;
    context.database.run(
      `INSERT INTO aliases (pool_key, kind, value_key, user_key)
       SELECT pool_key, ?, ${kind}_key, key FROM users
       WHERE pool_key = ? AND ${kind}_key IS NOT NULL ${isVerified} ORDER BY ${kind}_key`,
      kind,
      pool.key,
    );
  }
}
