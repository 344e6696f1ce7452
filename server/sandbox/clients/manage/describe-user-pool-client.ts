import { Type } from '@sinclair/typebox';
import { getPool } from '../../pools/store.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ClientId, UserPoolId } from '../../wire/shapes.ts';
import { toUserPoolClientType } from '../answers.ts';
import { getClient } from '../store.ts';

/** DescribeUserPoolClient: all settings of an app client, its secret included. */
export const describeUserPoolClient = defineOperation({
  name: 'DescribeUserPoolClient',
  category: 'UserPoolClientRead',
  access: 'iam',
  input: Type.Object({ UserPoolId, ClientId }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const client = getClient(context, input.ClientId, pool);
    return { UserPoolClient: toUserPoolClientType(pool.id, client) };
  },
});
