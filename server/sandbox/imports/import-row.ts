import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { createUser } from '../users/accounts/create.ts';
import { type HashingAlgorithm, readHash } from '../users/passwords/imported/algorithms.ts';
import { PasswordHashError } from '../users/passwords/imported/format.ts';
import { insertImportedHash } from '../users/passwords/imported/store.ts';
import { AwsError } from '../wire/errors.ts';
import { maximumRowCharacters, splitRow } from './csv.ts';
import { hashColumn } from './header.ts';

/** What became of a row, and why it did not become a user. */
export type RowResult =
  | { readonly outcome: 'imported' }
  | { readonly outcome: 'skipped' | 'failed'; readonly reason: string };

/** How the rows of a file are to be read. */
export interface RowFormat {
  readonly columns: readonly string[];
  /** What the password hashes were made with; without it they are not looked at. */
  readonly hashingAlgorithm?: HashingAlgorithm | undefined;
}

/**
 * Imports one row as a user: CONFIRMED with the password whose hash the row has, or when the user can sign in with a
 * code instead; otherwise RESET_REQUIRED. A row whose username or alias is taken is skipped; one that breaks the schema, has no verified contact of those the pool
 * verifies, has a hash that cannot be used, or is too long fails.
 * Source: developer guide, "Formatting the CSV file", "Requiring imported users to reset their passwords" and
 * "Importing users with password hashes".
 */
export function importRow(
  context: SandboxContext,
  pool: UserPool,
  { columns, hashingAlgorithm }: RowFormat,
  row: string,
): RowResult {
  if (row.length > maximumRowCharacters) {
    return failed(`The row has more than ${maximumRowCharacters} characters.`);
  }
  const fields = splitRow(row);
  if (fields.length !== columns.length) {
    return failed(`The row has ${fields.length} fields, the header has ${columns.length}.`);
  }
  const named = Object.fromEntries(
    columns.map((column, index) => [column, fields[index]?.trim() ?? '']),
  );
  const {
    'cognito:username': username = '',
    'cognito:mfa_enabled': mfa = '',
    [hashColumn]: hash = '',
    ...rest
  } = named;
  const attributes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
  if (username === '') return failed('The row has no cognito:username.');
  if (!/^(true|false|)$/i.test(mfa))
    return failed('cognito:mfa_enabled is neither TRUE nor FALSE.');
  if (!hasVerifiedContact(pool, attributes)) {
    return failed('The User Record does not set any of the auto verified attributes to true.');
  }
  try {
    importUser(context, pool, { username, attributes, hash, hashingAlgorithm });
    return { outcome: 'imported' };
  } catch (error) {
    if (error instanceof PasswordHashError) return failed(error.message);
    if (!(error instanceof AwsError)) throw error;
    const isTaken = ['UsernameExistsException', 'AliasExistsException'].includes(error.type);
    return isTaken
      ? { outcome: 'skipped', reason: 'The user already exists.' }
      : failed(error.message.trim().replaceAll('\n', ' '));
  }
}

/** @throws AwsError or PasswordHashError, and then adds nothing */
function importUser(
  context: SandboxContext,
  pool: UserPool,
  row: {
    username: string;
    attributes: Readonly<Record<string, string>>;
    hash: string;
    hashingAlgorithm: HashingAlgorithm | undefined;
  },
): void {
  const { username, attributes, hash, hashingAlgorithm } = row;
  if (hashingAlgorithm === undefined || hash === '') {
    const status = canSignInWithCode(pool, attributes) ? 'CONFIRMED' : 'RESET_REQUIRED';
    createUser(context, pool, { username, attributes, status });
    return;
  }
  const read = readHash(hashingAlgorithm, hash);
  context.database.transaction(() => {
    const user = createUser(context, pool, { username, attributes, status: 'CONFIRMED' });
    insertImportedHash(context, user, hashingAlgorithm, read);
  });
}

function canSignInWithCode(pool: UserPool, attributes: Readonly<Record<string, string>>): boolean {
  const factors = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  return (
    (factors.includes('EMAIL_OTP') && Boolean(attributes.email)) ||
    (factors.includes('SMS_OTP') && Boolean(attributes.phone_number))
  );
}

function hasVerifiedContact(pool: UserPool, attributes: Readonly<Record<string, string>>): boolean {
  return (pool.settings.AutoVerifiedAttributes ?? []).some(
    (contact) =>
      Boolean(attributes[contact]) && attributes[`${contact}_verified`]?.toLowerCase() === 'true',
  );
}

function failed(reason: string): RowResult {
  return { outcome: 'failed', reason };
}
