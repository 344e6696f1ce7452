import type { Operation } from '../wire/operation.ts';
import {
  createGroup,
  deleteGroupOperation,
  getGroupOperation,
  listGroups,
  updateGroupOperation,
} from './group-operations.ts';
import {
  adminAddUserToGroup,
  adminListGroupsForUser,
  adminRemoveUserFromGroup,
  listUsersInGroup,
} from './membership-operations.ts';

/** The operations on groups and memberships. */
export const groupOperations: readonly Operation[] = [
  createGroup,
  getGroupOperation,
  updateGroupOperation,
  deleteGroupOperation,
  listGroups,
  listUsersInGroup,
  adminAddUserToGroup,
  adminRemoveUserFromGroup,
  adminListGroupsForUser,
];
