import { Type } from '@sinclair/typebox';
import { verifyAccessToken } from '../tokens/access-token.ts';
import { deleteUser } from '../users/store.ts';
import { defineOperation } from '../wire/operation.ts';
import { AccessToken } from '../wire/shapes.ts';

/** DeleteUser: a signed-in user deletes the own account. */
export const deleteOwnUser = defineOperation({
  name: 'DeleteUser',
  category: 'UserUpdate',
  access: 'public',
  input: Type.Object({ AccessToken }),
  async run(context, input) {
    const { user } = await verifyAccessToken(context, input.AccessToken);
    deleteUser(context, user);
    return {};
  },
});
