import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { createUser } from '../users/accounts/create.ts';
import { AwsError } from '../wire/errors.ts';
import { maximumRowCharacters, splitRow } from './csv.ts';

/** What became of a row. */
export type RowOutcome = 'imported' | 'skipped' | 'failed';

/**
 * Imports one row as a user who must set a password. A row whose username or alias is taken is skipped; one that
 * breaks the schema, has no verified contact of those the pool verifies, or is too long fails.
 * Source: developer guide, "Formatting the CSV file".
 */
export function importRow(
  context: SandboxContext,
  pool: UserPool,
  columns: readonly string[],
  row: string,
): RowOutcome {
  const fields = splitRow(row);
  if (row.length > maximumRowCharacters || fields.length !== columns.length) return 'failed';
  const named = Object.fromEntries(
    columns.map((column, index) => [column, fields[index]?.trim() ?? '']),
  );
  const { 'cognito:username': username = '', 'cognito:mfa_enabled': mfa = '', ...rest } = named;
  const attributes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
  const isMfaClear = /^(true|false)$/i.test(mfa);
  if (username === '' || !isMfaClear || !hasVerifiedContact(pool, attributes)) return 'failed';
  try {
    createUser(context, pool, { username, attributes, status: 'RESET_REQUIRED' });
    return 'imported';
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isTaken = ['UsernameExistsException', 'AliasExistsException'].includes(error.type);
    return isTaken ? 'skipped' : 'failed';
  }
}

function hasVerifiedContact(pool: UserPool, attributes: Readonly<Record<string, string>>): boolean {
  return (pool.settings.AutoVerifiedAttributes ?? []).some(
    (contact) =>
      Boolean(attributes[contact]) && attributes[`${contact}_verified`]?.toLowerCase() === 'true',
  );
}
