import type { PoolGateway } from '../cognito/gateway.ts';
import type { PoolUser } from '../cognito/types.ts';
import type { ListedUser, UserDirectory } from './directory.ts';

type KnownGroups = { readonly names: readonly string[]; readonly until: number };

const groupsKeptFor = 60_000;
const mostKept = 10_000;
const callsAtOnce = 5;

/**
 * The directory without a mirror: each listing is asked of the pool. Groups cost one call a user,
 * so they are kept for a minute and read a few at a time, which leaves the pool's quota to the
 * people who are signing in.
 */
export function createLiveDirectory(gateway: PoolGateway, now: () => Date): UserDirectory {
  const known = new Map<string, KnownGroups>();

  const groupsOf = async (username: string): Promise<readonly string[] | undefined> => {
    const kept = known.get(username);
    if (kept && kept.until > now().getTime()) return kept.names;
    try {
      const names = (await gateway.groupsOfUser(username)).map((group) => group.name);
      if (known.size >= mostKept) known.clear();
      known.set(username, { names, until: now().getTime() + groupsKeptFor });
      return names;
    } catch {
      return undefined;
    }
  };

  return {
    async list({ filter, cursor, limit }) {
      const users: PoolUser[] = [];
      let token = cursor;
      // Pages may come short, even empty, while more follow.
      do {
        const page = await gateway.listUsers({ filter, token, limit: limit - users.length });
        users.push(...page.items);
        token = page.nextToken;
      } while (token !== undefined && users.length < limit);

      const listed: ListedUser[] = users.map((user) => ({ user, groups: undefined }));
      let next = 0;
      const worker = async (): Promise<void> => {
        for (let index = next++; index < users.length; index = next++) {
          const user = users[index];
          if (user) listed[index] = { user, groups: await groupsOf(user.username) };
        }
      };
      await Promise.all(Array.from({ length: callsAtOnce }, worker));
      return { users: listed, nextCursor: token };
    },
    async refresh(username) {
      known.delete(username);
    },
  };
}
