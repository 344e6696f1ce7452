import { hash } from 'node:crypto';
import type { PoolUser } from '../../../cognito/types.ts';
import { textsOf, type UserTexts } from '../../search/user-text.ts';
import { factsOf, identityOf, type UserFacts } from './facts.ts';

/** A user as the mirror writes one: all that can be worked out before the database is asked. */
export type PreparedUser = UserFacts &
  UserTexts & {
    /** Or the username, in a pool that hides it. */
    readonly sub: string;
    readonly username: string;
    /** As JSON. */
    readonly attributes: string;
    /** Equal for users of whom the pool says exactly the same. */
    readonly digest: string;
  };

/** @param numbers of the attributes of the pool; values of others cannot be searched */
export function prepareUser(user: PoolUser, numbers: ReadonlyMap<string, number>): PreparedUser {
  const { status, isEnabled, verified, createdAt, modifiedAt } = factsOf(user);
  const attributes = JSON.stringify(user.attributes);
  const content = `${user.username}\n${status}\n${user.isEnabled}\n${createdAt}\n${modifiedAt}\n${attributes}`;
  const { searchText, indexedText } = textsOf(user, numbers);
  return {
    sub: identityOf(user),
    username: user.username,
    status,
    isEnabled,
    verified,
    createdAt,
    modifiedAt,
    attributes,
    // 64 bits are enough to see a change.
    digest: hash('md5', content, 'base64').slice(0, 11),
    searchText,
    indexedText,
  };
}
