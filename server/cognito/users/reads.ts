import type { Send } from '../client.ts';
import type { PoolGateway } from '../gateway.ts';
import type { PoolUser } from '../types.ts';
import { filterExpression } from './filter.ts';
import { listPage } from './list-page.ts';

export type UserReads = Pick<PoolGateway, 'listUsers' | 'findUser'>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The part of the gateway that reads users without costing a billed active user. */
export function userReads(send: Send, userPoolId: string): UserReads {
  const listUsers: PoolGateway['listUsers'] = ({ limit, token, filter }) =>
    listPage(send, {
      UserPoolId: userPoolId,
      Limit: limit,
      PaginationToken: token,
      Filter: filter && filterExpression(filter),
    });

  /**
   * Looks on every page, since one may be empty although the user is on a later one, and compares
   * again, since emulators exist that answer any user to any filter.
   */
  const find = async (
    attribute: 'username' | 'sub',
    value: string,
  ): Promise<PoolUser | undefined> => {
    const filter = { attribute, match: 'equals', value } as const;
    let similar: PoolUser | undefined;
    let token: string | undefined;
    do {
      const page = await listUsers({ limit: 10, token, filter });
      const exact = page.items.find((user) => user[attribute] === value);
      if (exact) return exact;
      similar ??= page.items.find((user) => user[attribute].toLowerCase() === value.toLowerCase());
      token = page.nextToken;
    } while (token !== undefined);
    return similar;
  };

  return {
    listUsers,
    async findUser(usernameOrSub) {
      // Longer than any username (128 characters), so that nobody has it.
      if (usernameOrSub === '' || usernameOrSub.length > 128) return undefined;
      // Nobody chooses a sub, but a username may imitate somebody's.
      const bySub = uuid.test(usernameOrSub) ? await find('sub', usernameOrSub) : undefined;
      return bySub ?? find('username', usernameOrSub);
    },
  };
}
