import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { PoolkeeperError } from '../../errors.ts';
import type { SignInGateway } from '../sign-in.ts';
import type { AppClient } from './app-client.ts';
import { toTokens } from './result.ts';
import {
  isNothingToRevoke,
  isScopeMissing,
  isTokenRefused,
  toRefreshError,
  toRevokeError,
} from './token-errors.ts';

/**
 * What becomes of tokens once they were issued.
 *
 * Source: Cognito developer guide, "Refresh tokens"; API reference, GetTokensFromRefreshToken.
 */
export function tokenOperations(
  client: AppClient,
): Pick<SignInGateway, 'refresh' | 'revoke' | 'isAccepted'> {
  const { send, clientId, clientSecret } = client;
  return {
    async refresh(refreshToken, username, deviceKey) {
      try {
        const { AuthenticationResult } = await send(
          new GetTokensFromRefreshTokenCommand({
            ClientId: clientId,
            ClientSecret: clientSecret,
            RefreshToken: refreshToken,
            DeviceKey: deviceKey,
          }),
        ).catch((error: unknown) => {
          // Emulators may lack the newer operation, which alone can rotate refresh tokens.
          if (!isUnknownOperation(error)) throw error;
          const { USERNAME: _name, ...proof } = client.named(username, undefined);
          return send(
            new InitiateAuthCommand({
              ClientId: clientId,
              AuthFlow: 'REFRESH_TOKEN_AUTH',
              AuthParameters: {
                REFRESH_TOKEN: refreshToken,
                ...proof,
                ...(deviceKey === undefined ? {} : { DEVICE_KEY: deviceKey }),
              },
            }),
          );
        });
        return toTokens(AuthenticationResult, deviceKey);
      } catch (error) {
        throw toRefreshError(error);
      }
    },

    async revoke(refreshToken) {
      try {
        await send(
          new RevokeTokenCommand({
            ClientId: clientId,
            ClientSecret: clientSecret,
            Token: refreshToken,
          }),
        );
      } catch (error) {
        if (!isNothingToRevoke(error)) throw toRevokeError(error);
      }
    },

    async isAccepted(accessToken) {
      try {
        await send(new GetUserCommand({ AccessToken: accessToken }));
        return true;
      } catch (error) {
        if (isTokenRefused(error)) return false;
        if (isScopeMissing(error)) return true;
        throw error;
      }
    },
  };
}

function isUnknownOperation(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'not_supported_by_endpoint';
}
