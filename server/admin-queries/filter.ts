import {
  type FilterableAttribute,
  filterableAttributes,
  type UserFilter,
} from '../cognito/types.ts';
import { invalidInput } from '../errors.ts';

/** `name ^= "value"`, the name in quotes or not, a backslash before quotes of the value. */
const form = /^\s*(?:"([\w:]+)"|([\w:]+))\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;

/**
 * Reads a filter in Cognito's syntax.
 *
 * @throws PoolkeeperError `invalid_input` (422) for any other text, and for an attribute that Cognito
 * cannot filter by
 *
 * Source: API reference, ListUsers, `Filter`.
 */
export function readFilter(text: string): UserFilter {
  const [, quoted, bare, operator, value = ''] = form.exec(text) ?? [];
  const attribute = findAttribute(quoted ?? bare);
  if (attribute === undefined) {
    const message = `filter must be like \`email ^= "ada"\`, with one of ${filterableAttributes.join(', ')}.`;
    throw invalidInput({ filter: message }, message);
  }
  return {
    attribute,
    match: operator === '=' ? 'equals' : 'prefix',
    value: value.replace(/\\(.)/g, '$1'),
  };
}

function findAttribute(name: string | undefined): FilterableAttribute | undefined {
  return filterableAttributes.find((attribute) => attribute === name);
}
