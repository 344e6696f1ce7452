import type { SandboxContext } from '../context.ts';
import { number } from '../store/row.ts';
import { toUser, userColumns } from '../users/rows.ts';
import type { User } from '../users/user.ts';
import { AwsError } from '../wire/errors.ts';
import type { Group } from './group.ts';
import { toGroup } from './store.ts';

/** Most groups that one user can be in. */
const maximumGroupsOfUser = 100;

/**
 * Puts a user into a group; nothing happens when they are in it already.
 * @throws AwsError LimitExceededException when the user is in 100 groups
 */
export function addMember(context: SandboxContext, group: Group, user: User): void {
  context.database.transaction(() => {
    const isNew = addMembership(context, group.key, user.key);
    if (isNew && countGroups(context, user) > maximumGroupsOfUser) {
      throw new AwsError('LimitExceededException', 'The user is in too many groups.');
    }
  });
}

/** Records a membership by store keys, without looking at limits. Returns whether it is new. */
export function addMembership(context: SandboxContext, groupKey: number, userKey: number): boolean {
  const { changes } = context.database.run(
    'INSERT INTO memberships (group_key, user_key) VALUES (?, ?) ON CONFLICT DO NOTHING',
    groupKey,
    userKey,
  );
  return changes > 0;
}

function countGroups(context: SandboxContext, user: User): number {
  const row = context.database.get(
    'SELECT count(*) AS groups FROM memberships WHERE user_key = ?',
    user.key,
  );
  return row === undefined ? 0 : number(row, 'groups');
}

/** Takes a user out of a group; nothing happens when they are not in it. */
export function removeMember(context: SandboxContext, group: Group, user: User): void {
  context.database.run(
    'DELETE FROM memberships WHERE group_key = ? AND user_key = ?',
    group.key,
    user.key,
  );
}

/** Returns all groups of a user, those of lowest precedence number first, then by name. */
export function listGroupsOfUser(context: SandboxContext, user: User): Group[] {
  return context.database
    .all(
      `SELECT groups.* FROM memberships JOIN groups ON groups.key = memberships.group_key
       WHERE memberships.user_key = ?
       ORDER BY groups.precedence IS NULL, groups.precedence, groups.name`,
      user.key,
    )
    .map(toGroup);
}

/** Returns up to `limit` members of a group whose store key is above `afterKey`. */
export function listMembers(
  context: SandboxContext,
  group: Group,
  afterKey: number,
  limit: number,
): User[] {
  return context.database
    .all(
      `SELECT ${userColumns} FROM memberships JOIN users ON users.key = memberships.user_key
       WHERE memberships.group_key = ? AND memberships.user_key > ?
       ORDER BY memberships.user_key LIMIT ?`,
      group.key,
      afterKey,
      limit,
    )
    .map(toUser);
}
