import {
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { operatorPassword, type TestConsole } from './console.ts';
import { peopleOf } from './people.ts';

/** Tokens as a program holds them. */
export type HeldTokens = {
  readonly username: string;
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  readonly deviceKey: string;
};

/** Signs in at the pool itself: a new person at the application's app client unless another is named. */
export async function tokensOf(
  running: TestConsole,
  { clientId = running.sandbox.applicationClientId, username = '' } = {},
): Promise<HeldTokens> {
  const name = username || (await peopleOf(running).confirmed());
  const { AuthenticationResult: result } = await running.cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: name, PASSWORD: operatorPassword },
    }),
  );
  return {
    username: name,
    accessToken: result?.AccessToken ?? '',
    idToken: result?.IdToken ?? '',
    refreshToken: result?.RefreshToken ?? '',
    deviceKey: result?.NewDeviceMetadata?.DeviceKey ?? '',
  };
}

/** Has an app client hand out a new refresh token at each refresh, without a grace period of the pool. */
export async function rotateRefreshTokens(
  cognito: CognitoIdentityProviderClient,
  { userPoolId, applicationClientId }: TestConsole['sandbox'],
): Promise<void> {
  await cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientId: applicationClientId,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
      EnableTokenRevocation: true,
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    }),
  );
}
