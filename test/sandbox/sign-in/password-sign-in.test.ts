import {
  AdminResetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, demoPool, type TestPool } from './pool.ts';
import { signInAsAdmin, signInByPassword } from './sdk-calls.ts';

let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

beforeEach(async () => {
  const running = await runningSandbox();
  cognito = running.cognito;
  pool = demoPool(running.sandbox);
  await createConfirmedUser(cognito, pool);
});

describe('signing in with a password', () => {
  it('gives tokens, to the app and to a server acting for it', async () => {
    expect((await signInByPassword(cognito, pool)).AuthenticationResult?.AccessToken).toBeTruthy();
    expect((await signInAsAdmin(cognito, pool)).AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it.each([
    ['ada', 'Correct-Horse-2'],
    ['ada', ' Correct-Horse-1'],
    ['nobody', 'Correct-Horse-1'],
  ])('is refused for %s with "%s"', async (username, password) => {
    const refusal = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(signInByPassword(cognito, pool, username, password)).rejects.toMatchObject(
      refusal,
    );
    await expect(signInAsAdmin(cognito, pool, username, password)).rejects.toMatchObject(refusal);
  });

  it('needs both parameters', async () => {
    await expect(signInByPassword(cognito, pool, 'ada', '')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter PASSWORD',
    });
  });

  it('refuses a flow that belongs to servers, and one that nobody knows', async () => {
    for (const [AuthFlow, message] of [
      ['ADMIN_USER_PASSWORD_AUTH', 'Initiate Auth method not supported.'],
      ['ADMIN_NO_SRP_AUTH', 'Initiate Auth method not supported.'],
      ['MAGIC', expect.stringContaining("Value 'MAGIC' at 'authFlow' failed")],
    ]) {
      const call = new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow,
        AuthParameters: { USERNAME: 'ada', PASSWORD: 'x' },
      });
      await expect(cognito.send(call)).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message,
      });
    }
  });

  it('refuses a client that does not exist', async () => {
    const elsewhere = { ...pool, clientId: 'abcdefghijklmnopqrstuvwxyz' };
    await expect(signInByPassword(cognito, elsewhere)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('tells a user whose password an administrator reset to choose a new one', async () => {
    await cognito.send(
      new AdminResetUserPasswordCommand({ UserPoolId: pool.userPoolId, Username: 'ada' }),
    );
    await expect(signInByPassword(cognito, pool)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    });
  });
});
