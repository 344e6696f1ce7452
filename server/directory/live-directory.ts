import { hasPassed } from '../clock.ts';
import type { PoolGateway } from '../cognito/gateway.ts';
import type { PoolUser, UserFilter } from '../cognito/types.ts';
import { PoolkeeperError } from '../errors.ts';
import type { FoundUser, ListedUser, UserDirectory, UserQuery } from './directory.ts';
import { createRecent } from './recent.ts';

const groupsKeptFor = 60_000;
const callsAtOnce = 5;
/** For one listing: a rare status behind a common prefix must not use up the quota. */
const mostCalls = 10;
const mostKept = 5_000;

/**
 * The directory without a mirror: each listing is asked of the pool. Groups cost one call a user,
 * so they are kept for a minute and read a few at a time, which leaves the pool's quota to the
 * people who are signing in. Users seen lately are remembered, so that their pages can still be
 * shown when the pool cannot be reached.
 */
export function createLiveDirectory(gateway: PoolGateway, now: () => Date): UserDirectory {
  const users = createRecent<PoolUser>(mostKept);
  const groups = createRecent<{ names: readonly string[]; readAt: number }>(mostKept);

  const readGroups = async (username: string): Promise<readonly string[]> => {
    const names = (await gateway.groupsOfUser(username)).map((group) => group.name);
    groups.set(username, { names, readAt: now().getTime() });
    return names;
  };

  const groupsForList = async (username: string): Promise<readonly string[] | undefined> => {
    const kept = groups.get(username);
    if (kept && !hasPassed(kept.readAt, groupsKeptFor, now().getTime())) return kept.names;
    return readGroups(username).catch(() => undefined);
  };

  const lastKnown = (username: string, error: unknown): FoundUser => {
    const user = users.get(username);
    if (user && error instanceof PoolkeeperError && error.status >= 500) {
      const problem = `${error.publicMessage} This is what was last known.`;
      return { user, groups: groups.get(username)?.names, problem };
    }
    throw error;
  };

  return {
    async list(query) {
      const { found, nextCursor } = await readPage(gateway, query);
      for (const user of found) users.set(user.username, user);
      const listed = await mapSome(
        found,
        async (user): Promise<ListedUser> => ({ user, groups: await groupsForList(user.username) }),
      );
      return { users: listed, nextCursor };
    },
    async find(usernameOrSub) {
      try {
        const user = await gateway.findUser(usernameOrSub);
        if (user === undefined) return undefined;
        users.set(user.username, user);
        const names = await readGroups(user.username).catch(() => undefined);
        return { user, groups: names, problem: '' };
      } catch (error) {
        return lastKnown(usernameOrSub, error);
      }
    },
    async refresh(username) {
      groups.delete(username);
    },
  };
}

async function readPage(
  gateway: PoolGateway,
  query: UserQuery,
): Promise<{ found: PoolUser[]; nextCursor: string | undefined }> {
  const filter = serviceFilter(query);
  const found: PoolUser[] = [];
  let token = query.cursor;
  let calls = 0;
  // Pages may come short, even empty, while more follow.
  do {
    const page = await gateway.listUsers({ filter, token, limit: query.limit - found.length });
    found.push(...page.items.filter((user) => hasStatus(user, query.status)));
    token = page.nextToken;
    calls += 1;
  } while (token !== undefined && found.length < query.limit && calls < mostCalls);
  return { found, nextCursor: token };
}

/** The service filters by one thing; with two, it gets the prefix and the rest is left out here. */
function serviceFilter({ prefix, status }: UserQuery): UserFilter | undefined {
  if (prefix) return { attribute: prefix.attribute, match: 'prefix', value: prefix.value };
  if (status === undefined) return undefined;
  if (status === 'enabled' || status === 'disabled') {
    const value = status === 'enabled' ? 'Enabled' : 'Disabled';
    return { attribute: 'status', match: 'equals', value };
  }
  return { attribute: 'cognito:user_status', match: 'equals', value: status };
}

function hasStatus(user: PoolUser, status: UserQuery['status']): boolean {
  if (status === undefined) return true;
  if (status === 'enabled') return user.isEnabled;
  if (status === 'disabled') return !user.isEnabled;
  return user.status === status;
}

/** As `Promise.all` over a map, but only a few at once. */
async function mapSome<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of entries) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: callsAtOnce }, worker));
  return results;
}
