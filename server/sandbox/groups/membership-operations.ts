import { type Static, Type } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import { getPool } from '../pools/store.ts';
import { toUserType } from '../users/answers.ts';
import { getUser } from '../users/find.ts';
import { getTarget, UserTarget } from '../users/target.ts';
import type { User } from '../users/user.ts';
import { defineOperation } from '../wire/operation.ts';
import { pageToken, readPage, readPageToken } from '../wire/paging.ts';
import { GroupName, GroupPageLimit, PaginationToken, UserPoolId } from '../wire/shapes.ts';
import { type Group, toGroupType } from './group.ts';
import { addMember, listGroupsOfUser, listMembers, removeMember } from './membership-store.ts';
import { getGroup } from './store.ts';

const Membership = Type.Composite([UserTarget, Type.Object({ GroupName })]);

/** @throws AwsError ResourceNotFoundException or UserNotFoundException */
function findBoth(
  context: SandboxContext,
  input: Static<typeof Membership>,
): { group: Group; user: User } {
  const pool = getPool(context, input.UserPoolId);
  const group = getGroup(context, pool, input.GroupName);
  return { group, user: getUser(context, pool, input.Username) };
}

/** AdminAddUserToGroup: adding a member again changes nothing. */
export const adminAddUserToGroup = defineOperation({
  name: 'AdminAddUserToGroup',
  category: 'UserUpdate',
  access: 'iam',
  input: Membership,
  run(context, input) {
    const { group, user } = findBoth(context, input);
    addMember(context, group, user);
    return {};
  },
});

/** AdminRemoveUserFromGroup: removing somebody who is no member changes nothing. */
export const adminRemoveUserFromGroup = defineOperation({
  name: 'AdminRemoveUserFromGroup',
  category: 'UserUpdate',
  access: 'iam',
  input: Membership,
  run(context, input) {
    const { group, user } = findBoth(context, input);
    removeMember(context, group, user);
    return {};
  },
});

/** AdminListGroupsForUser: by precedence, a page at a time. */
export const adminListGroupsForUser = defineOperation({
  name: 'AdminListGroupsForUser',
  category: 'UserRead',
  access: 'iam',
  input: Type.Composite([
    UserTarget,
    Type.Object({
      Limit: Type.Optional(GroupPageLimit),
      NextToken: Type.Optional(PaginationToken),
    }),
  ]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    const query = ['AdminListGroupsForUser', pool.id, user.sub];
    const start = readPageToken(context, input.NextToken, query, Type.Number()) ?? 0;
    const groups = listGroupsOfUser(context, user);
    const end = start + (input.Limit ?? 60);
    return {
      Groups: groups.slice(start, end).map((group) => toGroupType(pool.id, group)),
      ...(groups.length > end ? { NextToken: pageToken(context, query, end) } : {}),
    };
  },
});

/** ListUsersInGroup: the members of a group, a page at a time. */
export const listUsersInGroup = defineOperation({
  name: 'ListUsersInGroup',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    GroupName,
    Limit: Type.Optional(GroupPageLimit),
    NextToken: Type.Optional(PaginationToken),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const group = getGroup(context, pool, input.GroupName);
    const page = readPage(context, input.NextToken, input.Limit ?? 60, {
      query: ['ListUsersInGroup', pool.id, group.key],
      position: Type.Number(),
      start: 0,
      read: (after, limit) => listMembers(context, group, after, limit),
      positionOf: ({ key }) => key,
    });
    return {
      Users: page.items.map((user) => toUserType(user)),
      NextToken: page.next,
    };
  },
});
