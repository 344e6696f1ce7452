import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken } from '../../wire/shapes.ts';
import { verifyAccessToken } from '../access-token.ts';
import { revokeAllTokens } from '../revoke.ts';

/** GlobalSignOut: a user revokes all of his own tokens, on every device. */
export const globalSignOut = defineOperation({
  name: 'GlobalSignOut',
  category: 'UserToken',
  access: 'public',
  input: Type.Object({ AccessToken }),
  async run(context, input) {
    const { user } = await verifyAccessToken(context, input.AccessToken);
    revokeAllTokens(context, user);
    return {};
  },
});
