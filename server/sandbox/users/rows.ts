import { date, flag, json, number, optionalDate, type Row, text } from '../store/row.ts';
import { type Attributes, toUserStatus, type User } from './user.ts';

/** The columns that make a `User`. */
export const userColumns =
  'users.key, users.pool_key, users.username, users.sub, users.status, users.is_enabled, users.attributes, users.temporary_password_expires, users.created, users.modified';

function isAttributes(value: unknown): value is Attributes {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((member) => typeof member === 'string')
  );
}

/** Makes a `User` of a row with `userColumns`. */
export function toUser(row: Row): User {
  const attributes = json(row, 'attributes');
  if (!isAttributes(attributes)) {
    throw new TypeError('Stored attributes must be texts by name.');
  }
  const temporaryPasswordExpires = optionalDate(row, 'temporary_password_expires');
  return {
    key: number(row, 'key'),
    poolKey: number(row, 'pool_key'),
    username: text(row, 'username'),
    sub: text(row, 'sub'),
    status: toUserStatus(text(row, 'status')),
    isEnabled: flag(row, 'is_enabled'),
    attributes,
    ...(temporaryPasswordExpires === undefined ? {} : { temporaryPasswordExpires }),
    created: date(row, 'created'),
    modified: date(row, 'modified'),
  };
}
