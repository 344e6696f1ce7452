import type { Operation } from '../wire/operation.ts';
import { createUserPoolClient } from './manage/create-user-pool-client.ts';
import { deleteUserPoolClient } from './manage/delete-user-pool-client.ts';
import { describeUserPoolClient } from './manage/describe-user-pool-client.ts';
import { listUserPoolClients } from './manage/list-user-pool-clients.ts';
import { updateUserPoolClient } from './manage/update-user-pool-client.ts';

/** The operations on app clients. */
export const clientOperations: readonly Operation[] = [
  createUserPoolClient,
  describeUserPoolClient,
  updateUserPoolClient,
  listUserPoolClients,
  deleteUserPoolClient,
];
