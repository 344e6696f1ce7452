import type { Operation } from '../wire/operation.ts';
import { createUserPoolClient } from './create-user-pool-client.ts';
import { deleteUserPoolClient } from './delete-user-pool-client.ts';
import { describeUserPoolClient } from './describe-user-pool-client.ts';
import { listUserPoolClients } from './list-user-pool-clients.ts';
import { updateUserPoolClient } from './update-user-pool-client.ts';

/** The operations on app clients. */
export const clientOperations: readonly Operation[] = [
  createUserPoolClient,
  describeUserPoolClient,
  updateUserPoolClient,
  listUserPoolClients,
  deleteUserPoolClient,
];
