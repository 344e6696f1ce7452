import type { PoolUser } from '../../cognito/types.ts';
import { fold } from './fold.ts';

/** Says something of a user that nobody searches for by typing it. */
const unsearched = new Set(['email_verified', 'phone_number_verified']);

/** First of the private-use characters, one of which marks each attribute of a pool. */
const firstMark = 0xe000;

/** There are this many marks; a pool has at most about 70 attributes. */
export const mostMarks = 0xf8ff - firstMark;

/** The character that stands before the values of an attribute; folding takes it out of values. */
export function markOf(attributeNumber: number): string {
  return String.fromCharCode(firstMark + attributeNumber);
}

/** What is searched and sorted by: every attribute and the username. */
export function searchableValues({
  username,
  attributes,
}: PoolUser): [name: string, value: string][] {
  const values: [string, string][] = [['username', username]];
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined && value !== '' && !unsearched.has(name)) values.push([name, value]);
  }
  return values;
}

/** What a user is found by. */
export type UserTexts = {
  /** All values, folded, each between the mark of its attribute and a line break. */
  readonly searchText: string;
  /**
   * The values without marks and without those that are part of others, as most names are of
   * addresses: what the index of letters is given.
   */
  readonly indexedText: string;
};

/** @param numbers of the attributes of the pool; values of others are left out */
export function textsOf(user: PoolUser, numbers: ReadonlyMap<string, number>): UserTexts {
  let searchText = '';
  const values: string[] = [];
  for (const [name, value] of searchableValues(user)) {
    const number = numbers.get(name);
    if (number === undefined) continue;
    const folded = fold(value);
    searchText += `${markOf(number)}${folded}\n`;
    values.push(folded);
  }
  return { searchText, indexedText: withoutParts(values) };
}

function withoutParts(values: string[]): string {
  values.sort((one, other) => other.length - one.length);
  let indexed = '';
  for (const value of values) if (!indexed.includes(value)) indexed += `${value}\n`;
  return indexed;
}

/** The first three letters of every three-letter window; empty for a text that is shorter. */
export function trigrams(text: string): readonly string[] {
  const letters = [...text];
  const found = new Set<string>();
  for (let at = 0; at + 3 <= letters.length; at += 1) {
    found.add(letters.slice(at, at + 3).join(''));
  }
  return [...found];
}
