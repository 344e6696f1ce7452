import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { number, type Row } from '../../store/row.ts';
import { toUser, userColumns } from '../rows.ts';
import { comparable } from '../store.ts';
import type { User } from '../user.ts';
import type { UserFilter } from './filter.ts';

/** Where a page ended: the filtered column's value (for a prefix search) and the row key of the last user. */
export interface Position {
  readonly value: string | number;
  readonly key: number;
}

/** One page of users, with where to go on when there is more. */
export interface UserPage {
  readonly users: User[];
  readonly next?: Position;
}

/** The column that each filter reads, always in the form it is compared in. */
const columns = {
  username: 'username_key',
  email: 'email_key',
  phone_number: 'phone_number_key',
  name: 'name_key',
  given_name: 'given_name_key',
  family_name: 'family_name_key',
  preferred_username: 'preferred_username_key',
  'cognito:user_status': 'status',
  sub: 'sub',
} as const;

/** Above every text that begins with what stands in front of it. */
const lastCharacter = '\u{10ffff}';

/**
 * Reads one page of at most `limit` users behind `after`. Every case is one range of one index, so that a page costs
 * the same at any depth and any size of pool.
 */
export function readUserPage(
  context: SandboxContext,
  pool: UserPool,
  filter: UserFilter | undefined,
  limit: number,
  after: Position | undefined,
): UserPage {
  if (filter === undefined) return everybody(context, pool, limit, after);
  if (filter.attribute === 'status') return byEnabled(context, pool, filter, limit, after);
  const column = columns[filter.attribute];
  const value = comparedForm(pool, filter);
  if (filter.match === 'equals') return equal(context, pool, column, value, limit, after);
  return startingWith(context, pool, column, value, limit, after);
}

/** Statuses compare in capitals, usernames as the pool compares them, all else without case. */
function comparedForm(pool: UserPool, filter: UserFilter): string {
  switch (filter.attribute) {
    case 'cognito:user_status':
      return filter.value.toUpperCase();
    case 'username':
      return comparable(pool, filter.value);
    default:
      return filter.value.toLowerCase();
  }
}

function everybody(
  context: SandboxContext,
  pool: UserPool,
  limit: number,
  after: Position | undefined,
): UserPage {
  const rows = context.database.all(
    `SELECT ${userColumns} FROM users INDEXED BY users_by_pool
     WHERE pool_key = ? AND key > ? ORDER BY key LIMIT ?`,
    pool.key,
    after?.key ?? 0,
    limit + 1,
  );
  return toPage(rows, limit, () => 0);
}

function byEnabled(
  context: SandboxContext,
  pool: UserPool,
  filter: UserFilter,
  limit: number,
  after: Position | undefined,
): UserPage {
  const matches = (word: string) =>
    filter.match === 'equals' ? word === filter.value : word.startsWith(filter.value);
  const isEnabledWanted = matches('Enabled');
  const isDisabledWanted = matches('Disabled');
  if (isEnabledWanted && isDisabledWanted) return everybody(context, pool, limit, after);
  if (!isEnabledWanted && !isDisabledWanted) return { users: [] };
  return equal(context, pool, 'is_enabled', isEnabledWanted ? 1 : 0, limit, after);
}

function equal(
  context: SandboxContext,
  pool: UserPool,
  column: string,
  value: string | number,
  limit: number,
  after: Position | undefined,
): UserPage {
  const rows = context.database.all(
    `SELECT ${userColumns} FROM users
     WHERE pool_key = ? AND ${column} = ? AND key > ? ORDER BY key LIMIT ?`,
    pool.key,
    value,
    after?.key ?? 0,
    limit + 1,
  );
  return toPage(rows, limit, () => 0);
}

function startingWith(
  context: SandboxContext,
  pool: UserPool,
  column: string,
  prefix: string,
  limit: number,
  after: Position | undefined,
): UserPage {
  const rows = context.database.all(
    `SELECT ${userColumns}, ${column} AS position FROM users
     WHERE pool_key = ? AND ${column} >= ? AND ${column} < ? AND (${column}, key) > (?, ?)
     ORDER BY ${column}, key LIMIT ?`,
    pool.key,
    after?.value ?? prefix,
    prefix + lastCharacter,
    after?.value ?? prefix,
    after?.key ?? 0,
    limit + 1,
  );
  return toPage(rows, limit, (row) => {
    const { position } = row;
    if (typeof position !== 'string') throw new TypeError('A prefix search needs a text column.');
    return position;
  });
}

function toPage(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => string | number,
): UserPage {
  const last = rows[limit - 1];
  const users = rows.slice(0, limit).map(toUser);
  if (rows.length <= limit || last === undefined) return { users };
  return { users, next: { value: positionOf(last), key: number(last, 'key') } };
}
