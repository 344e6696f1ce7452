import type { UserTarget } from '../../actions/target.ts';
import type { ManagedPool } from '../../pools.ts';
import type { OperatorMembers } from './operator-members.ts';

/**
 * A chosen user as the mirror has it, to be called by the sub, which no other user can get: so no call is
 * needed to see that the name still means the same person.
 *
 * Undefined where the pool must be asked: for users the mirror does not have, for those of other identity
 * providers, whom the service knows by username only, and where any user had the username that is this sub,
 * since a call might mean that one.
 *
 * Source: Cognito API reference, `Username` of the Admin operations: "username, sub, or an alias".
 */
export async function readKnownTarget(
  operatorMembers: OperatorMembers,
  pool: ManagedPool,
  sub: string,
): Promise<UserTarget | undefined> {
  const { reader } = pool.directory;
  const found = await reader.find(sub);
  if (found === undefined || found.deletedAt !== undefined) return undefined;
  const { user } = found;
  if (user.sub !== sub || user.status === 'EXTERNAL_PROVIDER') return undefined;
  if (user.username !== sub && (await reader.hasUsername(sub))) return undefined;
  const groups = await operatorMembers.groupsOf(pool, sub, found.groups);
  return { kind: 'user', name: user.username, sub, user, groups, calledBy: sub };
}
