import type { PoolGateway } from '../cognito/gateway.ts';
import type { PoolUser } from '../cognito/types.ts';
import type { Database } from '../db/database.ts';
import type { ChangeSource } from './store/history.ts';
import { applyUsers } from './store/users/apply-users.ts';
import { deleteUsers } from './store/users/delete-users.ts';
import { idsOfName, setGroups } from './store/users/one-user.ts';

type Parts = {
  readonly database: Database;
  readonly poolId: number;
  readonly gateway: PoolGateway;
  readonly now: () => Date;
};

export type RefreshedUser = {
  readonly user: PoolUser;
  /** Undefined when they could not be read. */
  readonly groups: readonly string[] | undefined;
  /** Why they could not be read. */
  readonly groupsError?: unknown;
};

/**
 * Asks the pool for one user and brings the row up to date, as walks do for all.
 *
 * @returns undefined when the pool has no such user; its row is then marked deleted
 * @throws PoolkeeperError when the pool cannot be asked
 */
export async function refreshUser(
  { database, poolId, gateway, now }: Parts,
  usernameOrSub: string,
  reason: Pick<ChangeSource, 'source' | 'auditNumber'>,
): Promise<RefreshedUser | undefined> {
  const askedAt = now().getTime();
  const user = await gateway.findUser(usernameOrSub);
  const learnt: ChangeSource = { ...reason, at: now().getTime() };
  const present = user && (user.sub || user.username);
  // Found by sub, it has no predecessor; a username that imitates the sub is another user's.
  const namesakes =
    user?.sub === usernameOrSub ? [] : await idsOfName(database, poolId, usernameOrSub, present);
  await deleteUsers(database, poolId, namesakes, learnt, askedAt);
  if (user === undefined) return undefined;
  const { ids } = await applyUsers(database, poolId, {
    users: [user],
    askedAt,
    learnt,
    keepsHistory: true,
  });
  const all = await gateway.groupsOfUser(user.username).catch((groupsError: unknown) => ({
    groupsError,
  }));
  if ('groupsError' in all) return { user, groups: undefined, groupsError: all.groupsError };
  const groups = all.map(({ name }) => name).sort();
  const [id] = ids.values();
  if (id !== undefined) await setGroups(database, poolId, id, groups, learnt, askedAt);
  return { user, groups };
}
