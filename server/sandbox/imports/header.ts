import type { UserPool } from '../pools/pool.ts';

const standardColumns = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'email_verified',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
  'phone_number_verified',
  'address',
  'updated_at',
];

/** Returns the columns that an import file of a pool must have, in the order GetCSVHeader lists them. */
export function csvHeader(pool: UserPool): string[] {
  const custom = pool.schema.map(({ Name }) => Name).filter((name) => name.includes(':'));
  return [...standardColumns, ...custom, 'cognito:mfa_enabled', 'cognito:username'];
}

/** The column with the hashes of passwords. Source: developer guide, "Importing users with password hashes". */
export const hashColumn = 'password_hash';

/** Whether a file's first row names every column once, in any order. There may be password hashes beside them. */
export function isHeaderOf(pool: UserPool, columns: readonly string[]): boolean {
  const wanted = [...csvHeader(pool), ...(columns.includes(hashColumn) ? [hashColumn] : [])];
  return columns.length === wanted.length && wanted.every((column) => columns.includes(column));
}
