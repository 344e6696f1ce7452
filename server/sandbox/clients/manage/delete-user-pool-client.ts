import { Type } from '@sinclair/typebox';
import { getPool } from '../../pools/store.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ClientId, UserPoolId } from '../../wire/shapes.ts';
import { deleteClient, getClient } from '../store.ts';

/** DeleteUserPoolClient. */
export const deleteUserPoolClient = defineOperation({
  name: 'DeleteUserPoolClient',
  category: 'UserPoolClientUpdate',
  access: 'iam',
  input: Type.Object({ UserPoolId, ClientId }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    deleteClient(context, getClient(context, input.ClientId, pool));
    return {};
  },
});
