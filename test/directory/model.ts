import type { PoolUser } from '../../server/cognito/types.ts';
import type { Sort } from '../../server/directory/query.ts';
import { fold } from '../../server/directory/search/fold.ts';
import { compareKeys, orderKey } from '../../server/directory/search/order-key.ts';
import type { MfaState, SearchTerm } from '../../server/directory/search-language.ts';
import { noon } from './people.ts';

const day = 86_400_000;

/** What a search means, written plainly: whether a term holds for a user, exclusion included. */
export function matches(
  user: PoolUser,
  groups: readonly string[],
  term: SearchTerm,
  mfa: MfaState = 'unknown',
): boolean {
  if (term.kind === 'mfa') return (term.state === mfa) !== term.isExcluded;
  return holds(user, groups, term) !== term.isExcluded;
}

function holds(
  user: PoolUser,
  groups: readonly string[],
  term: Exclude<SearchTerm, { readonly kind: 'mfa' }>,
): boolean {
  const contains = (value: string | undefined, text: string) =>
    fold(value ?? '').includes(fold(text));
  const isTrue = (name: string) => user.attributes[name] === 'true';
  switch (term.kind) {
    case 'word':
      return (
        contains(user.username, term.text) ||
        Object.entries(user.attributes).some(
          ([name, value]) => !name.endsWith('_verified') && contains(value, term.text),
        )
      );
    case 'attribute':
      if (term.name === 'username') return contains(user.username, term.text);
      if (term.name === 'sub') return user.sub.startsWith(term.text);
      return (
        user.attributes[term.name] !== undefined && contains(user.attributes[term.name], term.text)
      );
    case 'status':
      return user.status === term.status;
    case 'enabled':
      return user.isEnabled === term.isEnabled;
    case 'verified': {
      const [email, phone] = [isTrue('email_verified'), isTrue('phone_number_verified')];
      return { any: email || phone, none: !email && !phone, email, phone }[term.contact];
    }
    case 'group':
      return groups.includes(term.name);
    case 'time': {
      const time = (term.field === 'created' ? user.createdAt : user.modifiedAt).getTime();
      return time >= (term.from ?? 0) && time < (term.before ?? Number.POSITIVE_INFINITY);
    }
    case 'stuck': {
      const isWaiting = ['FORCE_CHANGE_PASSWORD', 'UNCONFIRMED', 'RESET_REQUIRED'].includes(
        user.status,
      );
      const before = Math.floor(noon / day) * day - term.days * day;
      return user.isEnabled && isWaiting && user.modifiedAt.getTime() < before;
    }
  }
}

/** The order of a list; users who are equal in it come as they were added. */
export function inOrder(users: readonly PoolUser[], { column, direction }: Sort): PoolUser[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const indexes = new Map(users.map((user, index) => [user, index]));
  return [...users].sort((one, other) => {
    const byKey = compareKeys(orderKey(column, one), orderKey(column, other));
    return sign * (byKey || (indexes.get(one) ?? 0) - (indexes.get(other) ?? 0));
  });
}
