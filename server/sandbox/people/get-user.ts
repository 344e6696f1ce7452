import { Type } from '@sinclair/typebox';
import { mfaSettingsOf } from '../mfa/settings.ts';
import { verifyAccessToken } from '../tokens/access-token.ts';
import { canClientRead } from '../tokens/client-attributes.ts';
import { attributeList } from '../users/user.ts';
import { defineOperation } from '../wire/operation.ts';
import { AccessToken } from '../wire/shapes.ts';

/** GetUser: a signed-in user reads about himself, as much of it as his client may read. */
export const getOwnUser = defineOperation({
  name: 'GetUser',
  category: 'UserRead',
  access: 'public',
  input: Type.Object({ AccessToken }),
  async run(context, input) {
    const { user, client } = await verifyAccessToken(context, input.AccessToken);
    return {
      Username: user.username,
      UserAttributes: attributeList(user).filter(({ Name }) => canClientRead(client, Name)),
      ...mfaSettingsOf(context, user),
    };
  },
});
