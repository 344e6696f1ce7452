import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, demoPool, type TestPool, testPassword } from '../sign-in/pool.ts';
import { signInByPassword, tokensByPassword } from '../sign-in/sdk-calls.ts';
import { anotherCode, lastCode, sentMessages } from './outbox.ts';

const newPassword = 'Another-Horse-2';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let now: Date;

beforeEach(async () => {
  now = new Date();
  ({ sandbox, cognito } = await runningSandbox({}, { clock: () => now }));
  pool = demoPool(sandbox);
  await createConfirmedUser(cognito, pool);
});

const forgot = (Username = 'ada') =>
  cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username }));

const confirm = (ConfirmationCode: string, Password = newPassword, Username = 'ada') =>
  cognito.send(
    new ConfirmForgotPasswordCommand({
      ClientId: pool.clientId,
      Username,
      ConfirmationCode,
      Password,
    }),
  );

describe('ConfirmForgotPassword through a client that hides who exists', () => {
  const wrongCode = {
    name: 'CodeMismatchException',
    message: 'Invalid verification code provided, please try again.',
  };

  it('answers for a user who does not exist as for a wrong code', async () => {
    await expect(confirm('123456', newPassword, 'nobody')).rejects.toMatchObject(wrongCode);
  });

  it('answers for a disabled user as for a wrong code', async () => {
    await forgot();
    const code = await lastCode(sandbox);
    await cognito.send(
      new AdminDisableUserCommand({ UserPoolId: pool.userPoolId, Username: 'ada' }),
    );
    await expect(confirm(code)).rejects.toMatchObject(wrongCode);
  });
});

describe('a forgotten password', () => {
  it('is replaced with the code that was sent; until then the old one works', async () => {
    const answer = await forgot();
    expect(answer.CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'a***@e***',
    });
    expect((await signInByPassword(cognito, pool)).AuthenticationResult).toBeDefined();
    await confirm(await lastCode(sandbox));
    expect(
      (await signInByPassword(cognito, pool, 'ada', newPassword)).AuthenticationResult,
    ).toBeDefined();
    await expect(signInByPassword(cognito, pool)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('needs the right code, once, in time', async () => {
    await forgot();
    const code = await lastCode(sandbox);
    await expect(confirm(anotherCode(code))).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await confirm(code);
    await expect(confirm(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    await forgot();
    const late = await lastCode(sandbox);
    now = new Date(now.getTime() + 3_600_000);
    await expect(confirm(late)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('keeps the code when the new password breaks the policy', async () => {
    await forgot();
    const code = await lastCode(sandbox);
    await expect(confirm(code, 'short')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    await confirm(code);
  });

  it('does not tell who exists, is disabled, or has no verified contact', async () => {
    await createConfirmedUser(cognito, pool, 'unverified', { email: 'u@example.com' });
    await createConfirmedUser(cognito, pool, 'disabled');
    await cognito.send(
      new AdminDisableUserCommand({ UserPoolId: pool.userPoolId, Username: 'disabled' }),
    );
    for (const name of ['nobody', 'unverified', 'disabled']) {
      const answer = await forgot(name);
      expect(answer.CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL' });
    }
    expect(await sentMessages(sandbox)).toEqual([]);
  });

  it('cannot be reset by somebody who has not accepted the invitation', async () => {
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.userPoolId,
        Username: 'invited',
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: 'invited@example.com' },
          { Name: 'email_verified', Value: 'True' },
        ],
      }),
    );
    await expect(forgot('invited')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
  });

  it('goes by the contact that was verified with a capital letter, too', async () => {
    await cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.userPoolId,
        Username: 'ada',
        UserAttributes: [{ Name: 'email_verified', Value: 'True' }],
      }),
    );
    await forgot();
    expect((await sentMessages(sandbox))[0]).toMatchObject({ destination: 'ada@example.com' });
  });
});

describe('changing the password', () => {
  const change = (AccessToken: string, PreviousPassword: string, ProposedPassword: string) =>
    cognito.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));

  it('needs the present one', async () => {
    const { AccessToken } = await tokensByPassword(cognito, pool);
    await expect(change(AccessToken, 'wrong', newPassword)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    await change(AccessToken, testPassword, newPassword);
    expect(
      (await signInByPassword(cognito, pool, 'ada', newPassword)).AuthenticationResult,
    ).toBeDefined();
  });

  it('keeps to the policy', async () => {
    const { AccessToken } = await tokensByPassword(cognito, pool);
    await expect(change(AccessToken, testPassword, 'short')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
  });

  it('needs a genuine token', async () => {
    await expect(change('a.b.c', testPassword, newPassword)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});
