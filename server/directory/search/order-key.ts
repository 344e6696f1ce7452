import type { PoolUser } from '../../cognito/types.ts';
import { fold } from './fold.ts';

/** Users who differ only after so many characters stand in no particular order. */
const longestKey = 60;
const digitsOfNumbers = 20;

/** What a user is sorted by in a column; keys compare by code points. */
export function orderKey(column: string, user: PoolUser): string {
  switch (column) {
    case 'username':
      return textKey(user.username);
    case 'status':
      return user.status;
    case 'enabled':
      return user.isEnabled ? '1' : '0';
    case 'created':
      return textKey(`${user.createdAt.getTime()}`);
    case 'modified':
      return textKey(`${user.modifiedAt.getTime()}`);
    default:
      return textKey(user.attributes[column] ?? '');
  }
}

/** Whole numbers come in the order of their size and before texts. */
export function textKey(value: string): string {
  if (/^-?\d{1,15}$/.test(value)) {
    const number = Number(value);
    if (number >= 0) return `1${value.padStart(digitsOfNumbers, '0')}`;
    return `0${`${10 ** 16 + number}`.padStart(digitsOfNumbers, '0')}`;
  }
  return value === '' ? '' : `2${[...fold(value)].slice(0, longestKey).join('')}`;
}

/** Below zero when `one` comes first: by code points, as both databases compare. */
export function compareKeys(one: string, other: string): number {
  if (one === other) return 0;
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
