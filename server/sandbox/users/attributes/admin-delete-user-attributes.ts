import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { AttributeNameList } from '../../wire/shapes.ts';
import { getTarget, UserTarget } from '../target.ts';
import { setAttributes } from './set.ts';

/** AdminDeleteUserAttributes: removes attributes that the schema does not require. */
export const adminDeleteUserAttributes = defineOperation({
  name: 'AdminDeleteUserAttributes',
  category: 'UserUpdate',
  access: 'iam',
  input: Type.Composite([UserTarget, Type.Object({ UserAttributeNames: AttributeNameList })]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    const removals = Object.fromEntries(input.UserAttributeNames.map((name) => [name, '']));
    setAttributes(context, pool, user, removals);
    return {};
  },
});
