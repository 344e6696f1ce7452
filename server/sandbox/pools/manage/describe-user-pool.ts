import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { UserPoolId } from '../../wire/shapes.ts';
import { toUserPoolType } from '../answers.ts';
import { getPool } from '../store.ts';

/** DescribeUserPool: all settings of a pool, its schema and how many users it has. */
export const describeUserPool = defineOperation({
  name: 'DescribeUserPool',
  category: 'UserPoolRead',
  access: 'iam',
  input: Type.Object({ UserPoolId }),
  run: (context, input) => ({
    UserPool: toUserPoolType(context, getPool(context, input.UserPoolId)),
  }),
});
