import {
  type CognitoIdentityProviderClient,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, createTestPool, testPassword } from './pool.ts';
import { refresh, signInAsAdmin, signInByPassword } from './sdk-calls.ts';
import { signInBySrp } from './srp-client.ts';

let cognito: CognitoIdentityProviderClient;

beforeEach(async () => {
  ({ cognito } = await runningSandbox());
});

describe('a client with a secret', () => {
  it('has its hash asked for, and checked, at every step', async () => {
    const pool = await createTestPool(
      cognito,
      { AliasAttributes: ['email'] },
      { GenerateSecret: true },
    );
    await createConfirmedUser(cognito, pool);
    expect(pool.clientSecret).toBeTruthy();
    expect((await signInBySrp(cognito, pool)).AuthenticationResult).toBeDefined();
    const signedIn = await signInBySrp(cognito, pool, { username: 'ada@example.com' });
    const token = signedIn.AuthenticationResult?.RefreshToken;
    expect((await signInAsAdmin(cognito, pool)).AuthenticationResult).toBeDefined();
    const refused = { name: 'NotAuthorizedException' };
    const without = { ...pool, clientSecret: undefined };
    await expect(signInBySrp(cognito, without)).rejects.toMatchObject(refused);
    await expect(signInByPassword(cognito, without)).rejects.toMatchObject(refused);
    const wrong = { ...pool, clientSecret: 'wrong' };
    await expect(signInBySrp(cognito, wrong)).rejects.toMatchObject(refused);
    await expect(signInByPassword(cognito, wrong)).rejects.toMatchObject(refused);
    await expect(refresh(cognito, pool, token)).rejects.toMatchObject(refused);
    await expect(
      cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: 'ada' })),
    ).rejects.toMatchObject(refused);
    await expect(
      cognito.send(
        new SignUpCommand({
          ClientId: pool.clientId,
          Username: 'new',
          Password: testPassword,
          SecretHash: 'x',
        }),
      ),
    ).rejects.toMatchObject(refused);
  });

  it('is not to be confused with one that has none', async () => {
    const pool = await createTestPool(cognito);
    await createConfirmedUser(cognito, pool);
    const withHash = { ...pool, clientSecret: 'something' };
    await expect(signInByPassword(cognito, withHash)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

describe('the flows that a client allows', () => {
  it('are SRP and refresh where it says nothing', async () => {
    const pool = await createTestPool(cognito, {}, { ExplicitAuthFlows: undefined });
    await createConfirmedUser(cognito, pool);
    const { AuthenticationResult } = await signInBySrp(cognito, pool);
    expect(
      (await refresh(cognito, pool, AuthenticationResult?.RefreshToken)).AuthenticationResult,
    ).toBeDefined();
    await expect(signInByPassword(cognito, pool)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    });
  });

  it('are SRP and refresh, too, with the older ADMIN_NO_SRP_AUTH', async () => {
    const pool = await createTestPool(cognito, {}, { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH'] });
    await createConfirmedUser(cognito, pool);
    const { AuthenticationResult } = await signInBySrp(cognito, pool);
    await refresh(cognito, pool, AuthenticationResult?.RefreshToken);
    expect((await signInAsAdmin(cognito, pool)).AuthenticationResult).toBeDefined();
    await expect(signInByPassword(cognito, pool)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('are no more than it lists', async () => {
    const pool = await createTestPool(
      cognito,
      {},
      { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] },
    );
    await createConfirmedUser(cognito, pool);
    const refused = (flow: string) => ({
      name: 'InvalidParameterException',
      message: `${flow} flow not enabled for this client`,
    });
    const { AuthenticationResult } = await signInByPassword(cognito, pool);
    await expect(signInBySrp(cognito, pool)).rejects.toMatchObject(refused('USER_SRP_AUTH'));
    await expect(signInAsAdmin(cognito, pool)).rejects.toMatchObject(refused('Auth'));
    await expect(refresh(cognito, pool, AuthenticationResult?.RefreshToken)).rejects.toMatchObject(
      refused('REFRESH_TOKEN_AUTH'),
    );
  });
});

describe('a client that does not hide who exists', () => {
  it('says that a user does not', async () => {
    const pool = await createTestPool(cognito, {}, { PreventUserExistenceErrors: 'LEGACY' });
    const refused = { name: 'UserNotFoundException', message: 'User does not exist.' };
    await expect(signInByPassword(cognito, pool, 'nobody')).rejects.toMatchObject(refused);
    await expect(signInBySrp(cognito, pool, { username: 'nobody' })).rejects.toMatchObject(refused);
    await expect(
      cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: 'nobody' })),
    ).rejects.toMatchObject(refused);
  });
});

describe('a pool whose usernames are e-mail addresses', () => {
  it('answers the sub as the name for SRP, a made-up one for nobody', async () => {
    const pool = await createTestPool(
      cognito,
      { UsernameAttributes: ['email'] },
      { PreventUserExistenceErrors: 'ENABLED' },
    );
    await createConfirmedUser(cognito, pool, 'ada@example.com', {});
    const answer = await signInBySrp(cognito, pool, { username: 'ada@example.com' });
    expect(answer.AuthenticationResult).toBeDefined();
    const begin = async (USERNAME: string) => {
      const { ChallengeParameters } = await cognito.send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'USER_SRP_AUTH',
          AuthParameters: { USERNAME, SRP_A: 'abcdef' },
        }),
      );
      return ChallengeParameters?.USER_ID_FOR_SRP;
    };
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(await begin('ada@example.com')).toMatch(uuid);
    expect(await begin('nobody@example.com')).toMatch(uuid);
    expect(await begin('nobody@example.com')).toBe(await begin('nobody@example.com'));
  });
});
