import type { PoolGroup, PoolUser } from '../cognito/types.ts';
import { notFound } from '../errors.ts';
import type { ManagedPool } from '../pools.ts';

export type UserTarget = {
  readonly kind: 'user';
  readonly name: string;
  readonly sub: string;
  readonly user: PoolUser;
  readonly groups: readonly string[];
  /** What calls to the pool name the user by, where it is not the username: the sub. */
  readonly calledBy?: string | undefined;
};

export type GroupTarget = {
  readonly kind: 'group';
  readonly name: string;
  readonly group: PoolGroup;
};

/** For actions that make something new in the pool. */
export type PoolTarget = { readonly kind: 'pool'; readonly name: string };

export type Target = UserTarget | GroupTarget | PoolTarget;
export type TargetKind = Target['kind'];
export type TargetOf<Kind extends TargetKind> = Extract<Target, { kind: Kind }>;

/** Which thing an action is about, as an address or an API call names it. */
export type TargetName = { readonly kind: TargetKind; readonly name: string };

/**
 * The target as the pool has it at this moment, at no billed active user.
 *
 * @throws PoolkeeperError `user_not_found` or `group_not_found` (404), or the gateway's
 */
export async function loadTarget(pool: ManagedPool, target: TargetName): Promise<Target> {
  switch (target.kind) {
    case 'user':
      return loadUser(pool, target.name);
    case 'group':
      return loadGroup(pool, target.name);
    case 'pool':
      return { kind: 'pool', name: pool.alias };
  }
}

/** @throws PoolkeeperError `user_not_found` (404), or the gateway's */
export async function loadUser(pool: ManagedPool, username: string): Promise<UserTarget> {
  const user = await pool.gateway.findUser(username);
  if (user === undefined) {
    throw notFound(
      'user_not_found',
      'There is no user of this name in this pool. It may have been deleted meanwhile.',
    );
  }
  const groups = await pool.gateway.groupsOfUser(user.username);
  return {
    kind: 'user',
    name: user.username,
    sub: user.sub,
    user,
    groups: groups.map((group) => group.name),
  };
}

/** @throws PoolkeeperError `group_not_found` (404), or the gateway's */
export async function loadGroup(pool: ManagedPool, name: string): Promise<GroupTarget> {
  const group = await pool.gateway.findGroup(name);
  if (group === undefined) {
    throw notFound(
      'group_not_found',
      'There is no group of this name in this pool. It may have been deleted meanwhile.',
    );
  }
  return { kind: 'group', name: group.name, group };
}
