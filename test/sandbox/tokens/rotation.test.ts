import {
  type CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import {
  createConfirmedUser,
  createTestClient,
  createTestPool,
  type TestPool,
} from '../sign-in/pool.ts';
import { refresh, tokensByPassword } from '../sign-in/sdk-calls.ts';

let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let now: Date;

beforeEach(async () => {
  now = new Date();
  ({ cognito } = await runningSandbox({}, { clock: () => now }));
  pool = await createTestPool(
    cognito,
    {},
    {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    },
  );
  await createConfirmedUser(cognito, pool);
});

const rotate = async (RefreshToken: string | undefined, clientId = pool.clientId) => {
  const answer = await cognito.send(
    new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId: clientId }),
  );
  return answer.AuthenticationResult;
};

const refused = { name: 'NotAuthorizedException' };

describe('refresh token rotation', () => {
  it('replaces the refresh token; the old one ends after the grace period', async () => {
    const first = await tokensByPassword(cognito, pool);
    const second = await rotate(first.RefreshToken);
    expect(second?.RefreshToken).toBeTruthy();
    expect(second?.RefreshToken).not.toBe(first.RefreshToken);
    now = new Date(now.getTime() + 9_000);
    expect((await rotate(first.RefreshToken))?.AccessToken).toBeTruthy();
    now = new Date(now.getTime() + 1_000);
    await expect(rotate(first.RefreshToken)).rejects.toMatchObject(refused);
    const third = await rotate(second?.RefreshToken);
    const user = await cognito.send(new GetUserCommand({ AccessToken: third?.AccessToken }));
    expect(user.Username).toBe('ada');
  });

  it('takes the older refresh flow away', async () => {
    const { RefreshToken } = await tokensByPassword(cognito, pool);
    await expect(refresh(cognito, pool, RefreshToken)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('refuses the token of another client, and one that was never given out', async () => {
    const { RefreshToken } = await tokensByPassword(cognito, pool);
    const { clientId } = await createTestClient(cognito, pool.userPoolId);
    await expect(rotate(RefreshToken, clientId)).rejects.toMatchObject(refused);
    await expect(rotate('abcdefgh')).rejects.toMatchObject(refused);
  });
});

describe('a client without rotation', () => {
  it('gets new tokens and keeps its refresh token', async () => {
    const { clientId } = await createTestClient(cognito, pool.userPoolId);
    const plain = { ...pool, clientId };
    const { RefreshToken } = await tokensByPassword(cognito, plain);
    const answer = await rotate(RefreshToken, clientId);
    expect(answer?.AccessToken).toBeTruthy();
    expect(answer?.RefreshToken).toBeUndefined();
  });
});
