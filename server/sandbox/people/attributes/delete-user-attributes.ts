import { Type } from '@sinclair/typebox';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { setAttributes } from '../../users/attributes/set.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken, AttributeNameList } from '../../wire/shapes.ts';
import { checkWritable } from '../writable.ts';

/** DeleteUserAttributes: a signed-in user removes own attributes. */
export const deleteUserAttributes = defineOperation({
  name: 'DeleteUserAttributes',
  category: 'UserUpdate',
  access: 'public',
  input: Type.Object({ AccessToken, UserAttributeNames: AttributeNameList }),
  async run(context, input) {
    const { pool, client, user } = await verifyAccessToken(context, input.AccessToken);
    checkWritable(client, input.UserAttributeNames);
    const changes = Object.fromEntries(input.UserAttributeNames.map((name) => [name, '']));
    setAttributes(context, pool, user, changes);
    return {};
  },
});
