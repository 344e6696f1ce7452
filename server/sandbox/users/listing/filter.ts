import { invalidParameter } from '../../wire/errors.ts';

/** A parsed Filter of ListUsers. */
export interface UserFilter {
  readonly attribute: FilterAttribute;
  readonly match: 'equals' | 'startsWith';
  readonly value: string;
}

/** What ListUsers can filter by. Source: API reference, ListUsers, Filter. */
export type FilterAttribute = (typeof filterAttributes)[number];

const filterAttributes = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
] as const;

/**
 * Parses a filter such as `email ^= "anna"` or `"email" ^= "anna"`. Inside the quotes of the value a backslash escapes
 * a quote or a backslash.
 * @returns undefined for an empty filter, which matches everybody
 * @throws AwsError InvalidParameterException when it cannot be parsed or names an attribute that cannot be searched
 */
export function parseFilter(text: string): UserFilter | undefined {
  if (text.trim() === '') return undefined;
  const parts = /^\s*("?)([^\s=^"]+)\1\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/su.exec(text);
  if (parts === null) throw invalidParameter('Error while parsing filter.');
  const [, , name = '', operator, quoted = ''] = parts;
  const attribute = filterAttributes.find((known) => known === name);
  if (attribute === undefined) throw invalidParameter(`Invalid search attribute: ${name}`);
  return {
    attribute,
    match: operator === '=' ? 'equals' : 'startsWith',
    value: quoted.replaceAll(/\\(.)/gsu, '$1'),
  };
}
