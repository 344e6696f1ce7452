import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { UserPoolId } from '../../wire/shapes.ts';
import { getPool, updatePool } from '../store.ts';
import { withCustomAttributes } from './custom-attributes.ts';
import { SchemaAttribute } from './schema.ts';

/** AddCustomAttributes: attributes can be added to a pool, never changed or removed. */
export const addCustomAttributes = defineOperation({
  name: 'AddCustomAttributes',
  category: 'UserPoolUpdate',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    CustomAttributes: Type.Array(SchemaAttribute),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const Schema = withCustomAttributes(pool.settings.Schema ?? [], input.CustomAttributes);
    updatePool(context, pool, { settings: { ...pool.settings, Schema } });
    return {};
  },
});
