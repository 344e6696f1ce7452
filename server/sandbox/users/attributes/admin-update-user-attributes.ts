import { Type } from '@sinclair/typebox';
import { changeAttributes } from '../../people/attributes/change-attributes.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AttributeList, ClientMetadata } from '../../wire/shapes.ts';
import { getTarget, UserTarget } from '../target.ts';
import { toChanges } from './check.ts';

/**
 * AdminUpdateUserAttributes: changes attributes; an empty value removes one. A contact may have to be verified by its
 * owner first, unless it comes with its verified flag set.
 */
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
    changeAttributes(context, pool, user, toChanges(input.UserAttributes));
    return {};
  },
});
