import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { text } from '../store/row.ts';
import { toUser, userColumns } from './rows.ts';
import { comparable } from './store.ts';
import type { User } from './user.ts';

/** Attributes that can stand in for a username at sign-in. */
export type AliasKind = 'email' | 'phone_number' | 'preferred_username';

/** Returns the user who holds an alias, or undefined. Without `kind` any kind will do. */
export function findByAlias(
  context: SandboxContext,
  pool: UserPool,
  value: string,
  kind?: AliasKind,
): User | undefined {
  const row = context.database.get(
    `SELECT ${userColumns} FROM aliases JOIN users ON users.key = aliases.user_key
     WHERE aliases.pool_key = ? AND aliases.kind IN (?, ?, ?) AND aliases.value_key = ? LIMIT 1`,
    pool.key,
    kind ?? 'email',
    kind ?? 'phone_number',
    kind ?? 'preferred_username',
    comparable(pool, value),
  );
  return row === undefined ? undefined : toUser(row);
}

/** Gives an alias to a user, taking it from whoever held it. */
export function writeAlias(
  context: SandboxContext,
  pool: UserPool,
  kind: AliasKind,
  value: string,
  userKey: number,
): void {
  context.database.run(
    `INSERT INTO aliases (pool_key, kind, value_key, user_key) VALUES (?, ?, ?, ?)
     ON CONFLICT (pool_key, kind, value_key) DO UPDATE SET user_key = excluded.user_key`,
    pool.key,
    kind,
    comparable(pool, value),
    userKey,
  );
}

/** Returns the aliases a user holds, by kind, in comparable form. */
export function listAliases(context: SandboxContext, userKey: number): Map<string, string> {
  const rows = context.database.all(
    'SELECT kind, value_key FROM aliases WHERE user_key = ?',
    userKey,
  );
  return new Map(rows.map((row) => [text(row, 'kind'), text(row, 'value_key')]));
}

/** Takes one kind of alias away from a user. */
export function dropAlias(context: SandboxContext, kind: AliasKind, userKey: number): void {
  context.database.run('DELETE FROM aliases WHERE user_key = ? AND kind = ?', userKey, kind);
}
