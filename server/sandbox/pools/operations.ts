import type { Operation } from '../wire/operation.ts';
import { addCustomAttributes } from './attributes/add-custom-attributes.ts';
import { createUserPool } from './manage/create-user-pool.ts';
import { deleteUserPool } from './manage/delete-user-pool.ts';
import { describeUserPool } from './manage/describe-user-pool.ts';
import { listUserPools } from './manage/list-user-pools.ts';
import { getUserPoolMfaConfig, setUserPoolMfaConfig } from './manage/mfa-config.ts';
import { listTagsForResource, tagResource, untagResource } from './manage/tags.ts';
import { updateUserPool } from './manage/update-user-pool.ts';

/** The operations on user pools themselves. */
export const poolOperations: readonly Operation[] = [
  createUserPool,
  describeUserPool,
  updateUserPool,
  listUserPools,
  deleteUserPool,
  addCustomAttributes,
  getUserPoolMfaConfig,
  setUserPoolMfaConfig,
  tagResource,
  untagResource,
  listTagsForResource,
];
