import { Type } from '@sinclair/typebox';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { toChanges } from '../../users/attributes/check.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken, AttributeList, ClientMetadata } from '../../wire/shapes.ts';
import { checkWritable } from '../writable.ts';
import { changeAttributes } from './change-attributes.ts';

/** UpdateUserAttributes: a signed-in user changes own attributes that the app client may write. */
export const updateUserAttributes = defineOperation({
  name: 'UpdateUserAttributes',
  category: 'UserUpdate',
  access: 'public',
  input: Type.Object({
    AccessToken,
    UserAttributes: AttributeList,
    ClientMetadata: Type.Optional(ClientMetadata),
  }),
  async run(context, input) {
    const { pool, client, user } = await verifyAccessToken(context, input.AccessToken);
    const changes = toChanges(input.UserAttributes);
    checkWritable(client, Object.keys(changes));
    return { CodeDeliveryDetailsList: changeAttributes(context, pool, user, changes) };
  },
});
