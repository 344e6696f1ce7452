import {
  AdminInitiateAuthCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSecretHash } from 'cognito-srp-helper';
import { type TestPool, testPassword } from './pool.ts';

/** The SECRET_HASH that a client with a secret has to send, as AuthParameters or ChallengeResponses. */
export function secretHashFor(pool: TestPool, username: string): Record<string, string> {
  if (pool.clientSecret === undefined) return {};
  return { SECRET_HASH: createSecretHash(username, pool.clientId, pool.clientSecret) };
}

/** USER_PASSWORD_AUTH. */
export function signInByPassword(
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  username = 'ada',
  password = testPassword,
  more: Record<string, string> = {},
): Promise<InitiateAuthCommandOutput> {
  return cognito.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: {
        USERNAME: username,
        PASSWORD: password,
        ...secretHashFor(pool, username),
        ...more,
      },
    }),
  );
}

/** The three tokens of a sign-in. */
export interface TokenTriple {
  AccessToken: string;
  IdToken: string;
  RefreshToken: string;
  /** The DEVICE_KEY that a refresh needs, where the pool tracks devices. */
  device: Record<string, string>;
}

/** USER_PASSWORD_AUTH that is expected to end in tokens at once. */
export async function tokensByPassword(
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  username = 'ada',
): Promise<TokenTriple> {
  const answer = await signInByPassword(cognito, pool, username);
  const { AccessToken, IdToken, RefreshToken } = answer.AuthenticationResult ?? {};
  if (!AccessToken || !IdToken || !RefreshToken) throw new Error('The sign-in gave no tokens.');
  const DeviceKey = answer.AuthenticationResult?.NewDeviceMetadata?.DeviceKey;
  const device: Record<string, string> = DeviceKey === undefined ? {} : { DEVICE_KEY: DeviceKey };
  return { AccessToken, IdToken, RefreshToken, device };
}

/** ADMIN_USER_PASSWORD_AUTH, or another flow of AdminInitiateAuth. */
export function signInAsAdmin(
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  username = 'ada',
  password = testPassword,
) {
  return cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: pool.userPoolId,
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: {
        USERNAME: username,
        PASSWORD: password,
        ...secretHashFor(pool, username),
      },
    }),
  );
}

/** REFRESH_TOKEN_AUTH. */
export function refresh(
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  refreshToken: string | undefined,
  more: Record<string, string> = {},
): Promise<InitiateAuthCommandOutput> {
  return cognito.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken ?? '', ...more },
    }),
  );
}

/** Answers a challenge. */
export function answerChallenge(
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  challenge: { ChallengeName?: string | undefined; Session?: string | undefined },
  responses: Record<string, string>,
) {
  const { USERNAME: username = 'ada' } = responses;
  return cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: pool.clientId,
      ChallengeName: challenge.ChallengeName as 'SMS_MFA',
      Session: challenge.Session,
      ChallengeResponses: { USERNAME: username, ...secretHashFor(pool, username), ...responses },
    }),
  );
}
