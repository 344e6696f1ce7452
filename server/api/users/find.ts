import type { PoolUser } from '../../cognito/types.ts';
import type { KnownMfa } from '../../directory/query.ts';
import { resolveUser } from '../../directory/resolve-user.ts';
import { PoolkeeperError } from '../../errors.ts';
import type { ManagedPool } from '../../pools.ts';

/** A user with what the mirror adds. */
export type ReadUser = {
  readonly user: PoolUser;
  readonly groups: readonly string[];
  readonly mfa: KnownMfa | undefined;
  /** The pool did not answer: this is what the mirror has. */
  readonly isLastKnown: boolean;
};

/**
 * A user as the pool has it now, by one call: the groups come from the mirror. Where the mirror cannot
 * know them yet, the pool is asked for them as well. When the pool does not answer, the user is as the
 * mirror has it.
 *
 * @throws PoolkeeperError `user_not_found` (404), `ambiguous_alias` (409), or the gateway's
 */
export async function readUser(pool: ManagedPool, name: string): Promise<ReadUser> {
  try {
    const user = await resolveUser(pool.gateway, name);
    return { ...(await besides(pool, user)), user, isLastKnown: false };
  } catch (error) {
    if (!(error instanceof PoolkeeperError) || error.status < 500) throw error;
    const known = await pool.directory.reader.find(name);
    if (known === undefined || known.deletedAt !== undefined) throw error;
    return { user: known.user, groups: known.groups, mfa: known.mfa, isLastKnown: true };
  }
}

async function besides(
  { directory: { reader }, gateway }: ManagedPool,
  user: PoolUser,
): Promise<Pick<ReadUser, 'groups' | 'mfa'>> {
  const [known, { completeAsOf }] = await Promise.all([
    reader.find(user.sub || user.username),
    reader.state(),
  ]);
  const isSame = known?.deletedAt === undefined && known?.user.sub === user.sub;
  const mfa = isSame ? known.mfa : undefined;
  // Of users who are newer than the last sync, the mirror may not have the groups.
  if (isSame && completeAsOf !== undefined && user.createdAt < completeAsOf) {
    return { groups: known.groups, mfa };
  }
  const groups = await gateway.groupsOfUser(user.username);
  return { groups: groups.map((group) => group.name).toSorted(), mfa };
}
