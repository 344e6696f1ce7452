import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { AttributeList, ClientMetadata } from '../../wire/shapes.ts';
import { getTarget, UserTarget } from '../target.ts';
import { toChanges } from './check.ts';
import { setAttributes } from './set.ts';

/** AdminUpdateUserAttributes: changes attributes; an empty value removes one. */
export const adminUpdateUserAttributes = defineOperation({
  name: 'AdminUpdateUserAttributes',
  category: 'UserUpdate',
  access: 'iam',
  input: Type.Composite([
    UserTarget,
    Type.Object({ UserAttributes: AttributeList, ClientMetadata: Type.Optional(ClientMetadata) }),
  ]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    setAttributes(context, pool, user, toChanges(input.UserAttributes));
    return {};
  },
});
