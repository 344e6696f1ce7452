import type { SandboxContext } from '../context.ts';
import { isCaseSensitive, type UserPool } from '../pools/pool.ts';
import { addToUserCount } from '../pools/store.ts';
import { blob, number } from '../store/row.ts';
import { toUser, userColumns } from './rows.ts';
import type { Attributes, User, UserStatus } from './user.ts';

/** What is stored of a password: an SRP salt and the verifier g^x, both as bytes. */
export interface Credentials {
  readonly salt: Buffer;
  readonly verifier: Buffer;
}

/** Returns the form in which a pool compares usernames and aliases. */
export function comparable(pool: UserPool, name: string): string {
  return isCaseSensitive(pool) ? name : name.toLowerCase();
}

/** Returns the user with this very username, or undefined. */
export function findByUsername(
  context: SandboxContext,
  pool: UserPool,
  username: string,
): User | undefined {
  const row = context.database.get(
    `SELECT ${userColumns} FROM users WHERE pool_key = ? AND username_key = ?`,
    pool.key,
    comparable(pool, username),
  );
  return row === undefined ? undefined : toUser(row);
}

/** Returns the user with this sub, or undefined. */
export function findBySub(context: SandboxContext, pool: UserPool, sub: string): User | undefined {
  const row = context.database.get(
    `SELECT ${userColumns} FROM users WHERE pool_key = ? AND sub = ?`,
    pool.key,
    sub,
  );
  return row === undefined ? undefined : toUser(row);
}

/** Returns the user with this store key, or undefined. */
export function findByKey(context: SandboxContext, key: number): User | undefined {
  const row = context.database.get(`SELECT ${userColumns} FROM users WHERE key = ?`, key);
  return row === undefined ? undefined : toUser(row);
}

/** What a new user row needs. */
export interface NewUser {
  readonly username: string;
  readonly sub: string;
  readonly status: UserStatus;
  readonly isEnabled: boolean;
  readonly attributes: Attributes;
  readonly temporaryPasswordExpires?: Date;
  readonly hasDemoPassword?: boolean;
  readonly created: Date;
  readonly modified: Date;
}

/** Adds a user and returns their store key. Aliases and the password are set apart. */
export function insertUser(context: SandboxContext, pool: UserPool, user: NewUser): number {
  addToUserCount(context, pool.key, 1);
  return insertUserRow(context, pool, user);
}

/** Adds a user without counting them: whoever adds many counts them all at once. Returns their store key. */
export function insertUserRow(context: SandboxContext, pool: UserPool, user: NewUser): number {
  const { attributes } = user;
  const { key } = context.database.run(
    `INSERT INTO users (
       pool_key, username, username_key, sub, status, is_enabled, attributes,
       temporary_password_expires, has_demo_password, created, modified,
       email_key, phone_number_key, preferred_username_key, name_key, given_name_key, family_name_key
     ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    pool.key,
    user.username,
    comparable(pool, user.username),
    user.sub,
    user.status,
    user.isEnabled ? 1 : 0,
    JSON.stringify(attributes),
    user.temporaryPasswordExpires?.getTime() ?? null,
    user.hasDemoPassword === true ? 1 : 0,
    user.created.getTime(),
    user.modified.getTime(),
    ...searchKeys(attributes),
  );
  return key;
}

/** Replaces a user's attributes (all but sub), and marks the user modified now. Aliases are set apart. */
export function updateAttributes(
  context: SandboxContext,
  user: User,
  attributes: Attributes,
): void {
  context.database.run(
    `UPDATE users SET attributes = ?, modified = ?, email_key = ?, phone_number_key = ?,
       preferred_username_key = ?, name_key = ?, given_name_key = ?, family_name_key = ?
     WHERE key = ?`,
    JSON.stringify(attributes),
    context.clock().getTime(),
    ...searchKeys(attributes),
    user.key,
  );
}

/** Sets where a user stands, and marks the user modified now. */
export function updateStatus(
  context: SandboxContext,
  user: User,
  status: UserStatus,
  temporaryPasswordExpires?: Date,
): void {
  context.database.run(
    'UPDATE users SET status = ?, temporary_password_expires = ?, modified = ? WHERE key = ?',
    status,
    temporaryPasswordExpires?.getTime() ?? null,
    context.clock().getTime(),
    user.key,
  );
}

/** Enables or disables a user, and marks the user modified now. */
export function updateEnabled(context: SandboxContext, user: User, isEnabled: boolean): void {
  context.database.run(
    'UPDATE users SET is_enabled = ?, modified = ? WHERE key = ?',
    isEnabled ? 1 : 0,
    context.clock().getTime(),
    user.key,
  );
}

/** Deletes a user with everything that refers to them. */
export function deleteUser(context: SandboxContext, user: User): void {
  context.database.transaction(() => {
    context.database.run('DELETE FROM users WHERE key = ?', user.key);
    addToUserCount(context, user.poolKey, -1);
  });
}

/**
 * Returns the stored salt and verifier of a user. `demo` means that the user was seeded and still has the published
 * demo password, whose verifier is made when first needed; `imported` that there is only a hash from another system;
 * undefined that there is no password at all.
 */
export function readCredentials(
  context: SandboxContext,
  user: User,
): Credentials | 'demo' | 'imported' | undefined {
  const row = context.database.get(
    `SELECT users.has_demo_password, credentials.salt, credentials.verifier,
       imported_hashes.user_key AS imported
     FROM users LEFT JOIN credentials ON credentials.key = users.credential_key
     LEFT JOIN imported_hashes ON imported_hashes.user_key = users.key
     WHERE users.key = ?`,
    user.key,
  );
  if (row === undefined) return undefined;
  if (row.salt !== null) return { salt: blob(row, 'salt'), verifier: blob(row, 'verifier') };
  if (row.imported !== null) return 'imported';
  return number(row, 'has_demo_password') === 1 ? 'demo' : undefined;
}

/** Replaces a user's salt and verifier. Does not touch status or modification time. */
export function writeCredentials(
  context: SandboxContext,
  user: Pick<User, 'key'>,
  credentials: Credentials,
): void {
  context.database.transaction(() => {
    dropCredentials(context, user);
    const { key } = context.database.run(
      'INSERT INTO credentials (salt, verifier) VALUES (?, ?)',
      credentials.salt,
      credentials.verifier,
    );
    context.database.run('UPDATE users SET credential_key = ? WHERE key = ?', key, user.key);
  });
}

/** Takes a user's password away, an imported hash too. */
export function dropCredentials(context: SandboxContext, user: Pick<User, 'key'>): void {
  const row = context.database.get('SELECT credential_key FROM users WHERE key = ?', user.key);
  context.database.run(
    'UPDATE users SET credential_key = NULL, has_demo_password = 0 WHERE key = ?',
    user.key,
  );
  context.database.run('DELETE FROM imported_hashes WHERE user_key = ?', user.key);
  if (typeof row?.credential_key === 'number') {
    context.database.run('DELETE FROM credentials WHERE key = ?', row.credential_key);
  }
}

/** The lower-case values that ListUsers filters by, in the order of their columns. */
function searchKeys(attributes: Attributes): (string | null)[] {
  return ['email', 'phone_number', 'preferred_username', 'name', 'given_name', 'family_name'].map(
    (name) => attributes[name]?.toLowerCase() ?? null,
  );
}
