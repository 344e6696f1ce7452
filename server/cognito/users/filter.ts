import { invalidInput } from '../../errors.ts';
import type { UserFilter } from '../types.ts';

/** Longest `Filter` that `ListUsers` takes, in characters. */
const longestFilter = 256;

/**
 * Writes a filter in the service's syntax. Quotes and backslashes of the value are escaped, so a
 * value can never end the quoted text and change what is asked.
 *
 * @throws PoolkeeperError 422 when the value is too long for the service
 *
 * Source: Cognito developer guide, "Searching for users using the ListUsers API".
 */
export function filterExpression(filter: UserFilter): string {
  const operator = filter.match === 'equals' ? '=' : '^=';
  const value = filter.value.replace(/["\\]/g, '\\$&');
  const expression = `${filter.attribute} ${operator} "${value}"`;
  if (expression.length > longestFilter) {
    throw invalidInput({}, 'This is longer than what the user pool can search for.');
  }
  return expression;
}
