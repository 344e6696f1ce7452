import { Type } from '@sinclair/typebox';
import { getPool } from '../pools/store.ts';
import { defineOperation } from '../wire/operation.ts';
import { readPage } from '../wire/paging.ts';
import { GroupName, GroupPageLimit, PaginationToken, UserPoolId } from '../wire/shapes.ts';
import { toGroupType } from './group.ts';
import { deleteGroup, getGroup, insertGroup, listGroupsPage, updateGroup } from './store.ts';

const Target = Type.Object({ UserPoolId, GroupName });
const Details = Type.Object({
  UserPoolId,
  GroupName,
  Description: Type.Optional(Type.String()),
  RoleArn: Type.Optional(Type.String()),
  Precedence: Type.Optional(Type.Integer({ maximum: 2_147_483_647 })),
});

function detailsOf(input: { Description?: string; RoleArn?: string; Precedence?: number }) {
  return {
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.RoleArn === undefined ? {} : { roleArn: input.RoleArn }),
    ...(input.Precedence === undefined ? {} : { precedence: input.Precedence }),
  };
}

/** CreateGroup. */
export const createGroup = defineOperation({
  name: 'CreateGroup',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Details,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const group = insertGroup(context, pool, input.GroupName, detailsOf(input));
    return { Group: toGroupType(pool.id, group) };
  },
});

/** GetGroup. */
export const getGroupOperation = defineOperation({
  name: 'GetGroup',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Target,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    return { Group: toGroupType(pool.id, getGroup(context, pool, input.GroupName)) };
  },
});

/** UpdateGroup: what is not given stays. */
export const updateGroupOperation = defineOperation({
  name: 'UpdateGroup',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Details,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    updateGroup(context, getGroup(context, pool, input.GroupName), detailsOf(input));
    return { Group: toGroupType(pool.id, getGroup(context, pool, input.GroupName)) };
  },
});

/** DeleteGroup. */
export const deleteGroupOperation = defineOperation({
  name: 'DeleteGroup',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Target,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    deleteGroup(context, getGroup(context, pool, input.GroupName));
    return {};
  },
});

/** ListGroups: the pool's groups by name, a page at a time. */
export const listGroups = defineOperation({
  name: 'ListGroups',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    Limit: Type.Optional(GroupPageLimit),
    NextToken: Type.Optional(PaginationToken),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const page = readPage(context, input.NextToken, input.Limit ?? 60, {
      query: ['ListGroups', pool.id],
      position: Type.String(),
      start: '',
      read: (after, limit) => listGroupsPage(context, pool, after, limit),
      positionOf: ({ name }) => name,
    });
    return {
      Groups: page.items.map((group) => toGroupType(pool.id, group)),
      NextToken: page.next,
    };
  },
});
