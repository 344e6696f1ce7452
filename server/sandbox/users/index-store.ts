/**
 * One index per filter of ListUsers, each ending in the row key, so that every page of every filter is one range of
 * one index. Seeding a large pool drops and remakes them.
 */
export const userIndexes: Readonly<Record<string, string>> = {
  users_by_pool: 'INDEX users_by_pool ON users (pool_key)',
  users_by_username: 'UNIQUE INDEX users_by_username ON users (pool_key, username_key)',
  users_by_sub: 'UNIQUE INDEX users_by_sub ON users (pool_key, sub)',
  users_by_status: 'INDEX users_by_status ON users (pool_key, status)',
  users_by_enabled: 'INDEX users_by_enabled ON users (pool_key, is_enabled)',
  users_by_email: partial('email_key'),
  users_by_phone_number: partial('phone_number_key'),
  users_by_preferred_username: partial('preferred_username_key'),
  users_by_name: partial('name_key'),
  users_by_given_name: partial('given_name_key'),
  users_by_family_name: partial('family_name_key'),
  aliases_by_user: 'INDEX aliases_by_user ON aliases (user_key)',
  users_by_credential:
    'INDEX users_by_credential ON users (credential_key) WHERE credential_key IS NOT NULL',
};

/** SQL that makes the indexes of the user tables that are not there yet. */
export const sqlForUserIndexes: string = Object.values(userIndexes)
  .map((definition) => `CREATE ${definition.replace('INDEX ', 'INDEX IF NOT EXISTS ')};`)
  .join('\n');

/** SQL that drops every index of the user tables. */
export const sqlForDroppingUserIndexes: string = Object.keys(userIndexes)
  .map((name) => `DROP INDEX IF EXISTS ${name};`)
  .join('\n');

function partial(column: string): string {
  const name = `users_by_${column.replace(/_key$/, '')}`;
  return `INDEX ${name} ON users (pool_key, ${column}) WHERE ${column} IS NOT NULL`;
}
