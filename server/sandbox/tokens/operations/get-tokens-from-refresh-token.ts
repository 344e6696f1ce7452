import { Type } from '@sinclair/typebox';
import { getClient } from '../../clients/store.ts';
import { getPoolByKey } from '../../pools/store.ts';
import { notAuthorized } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ClientId, ClientMetadata } from '../../wire/shapes.ts';
import { getSigningKey } from '../pool-keys.ts';
import { refreshTokens } from '../refresh.ts';
import { isClientSecretRight } from './revoke-token.ts';

/** GetTokensFromRefreshToken: new tokens for a refresh token, and a new refresh token where the client rotates them. */
export const getTokensFromRefreshToken = defineOperation({
  name: 'GetTokensFromRefreshToken',
  category: 'UserAuthentication',
  access: 'public',
  input: Type.Object({
    RefreshToken: Type.String(),
    ClientId,
    ClientSecret: Type.Optional(Type.String()),
    DeviceKey: Type.Optional(Type.String()),
    ClientMetadata: Type.Optional(ClientMetadata),
  }),
  async run(context, input, info) {
    const client = getClient(context, input.ClientId);
    const pool = getPoolByKey(context, client.poolKey);
    if (!isClientSecretRight(client, input.ClientSecret)) {
      throw notAuthorized('Client secret does not match.');
    }
    const key = await getSigningKey(context, pool);
    const tokens = refreshTokens(context, {
      pool,
      client,
      key,
      refreshToken: input.RefreshToken,
      info,
      ...(input.DeviceKey === undefined ? {} : { deviceKey: input.DeviceKey }),
    });
    return {
      AuthenticationResult: {
        AccessToken: tokens.accessToken,
        ExpiresIn: tokens.expiresIn,
        TokenType: 'Bearer',
        ...(tokens.refreshToken === undefined ? {} : { RefreshToken: tokens.refreshToken }),
        ...(tokens.idToken === undefined ? {} : { IdToken: tokens.idToken }),
      },
    };
  },
});
