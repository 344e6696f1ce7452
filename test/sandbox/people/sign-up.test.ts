import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  type SignUpCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, demoPool, type TestPool, testPassword } from '../sign-in/pool.ts';
import { signInByPassword } from '../sign-in/sdk-calls.ts';
import { signInBySrp } from '../sign-in/srp-client.ts';
import { anotherCode, lastCode, sentMessages } from './outbox.ts';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let now: Date;

beforeEach(async () => {
  now = new Date();
  ({ sandbox, cognito } = await runningSandbox({}, { clock: () => now }));
  pool = demoPool(sandbox);
});

const signUp = (more: Partial<SignUpCommandInput> = {}) =>
  cognito.send(
    new SignUpCommand({
      ClientId: pool.clientId,
      Username: 'grace',
      Password: testPassword,
      UserAttributes: [{ Name: 'email', Value: 'grace@example.com' }],
      ...more,
    }),
  );

const confirm = (ConfirmationCode: string, Username = 'grace', ForceAliasCreation = false) =>
  cognito.send(
    new ConfirmSignUpCommand({
      ClientId: pool.clientId,
      Username,
      ConfirmationCode,
      ForceAliasCreation,
    }),
  );

const userNamed = (Username: string) =>
  cognito.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username }));

describe('signing up', () => {
  it('makes an unconfirmed user and sends a code', async () => {
    const answer = await signUp();
    expect(answer).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: {
        AttributeName: 'email',
        DeliveryMedium: 'EMAIL',
        Destination: 'g***@e***',
      },
    });
    const user = await userNamed('grace');
    expect(user.UserStatus).toBe('UNCONFIRMED');
    expect(user.UserAttributes).toContainEqual({ Name: 'sub', Value: answer.UserSub });
    expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
    const [message] = await sentMessages(sandbox);
    expect(message).toMatchObject({ destination: 'grace@example.com', purpose: 'SignUp' });
    expect(message?.secret).toMatch(/^[0-9]{6}$/);
    expect(message?.body).toContain(message?.secret);
  });

  it('does not let anybody in before it is confirmed', async () => {
    await signUp();
    const refusal = { name: 'UserNotConfirmedException' };
    await expect(signInByPassword(cognito, pool, 'grace')).rejects.toMatchObject(refusal);
    await expect(signInBySrp(cognito, pool, { username: 'grace' })).rejects.toMatchObject(refusal);
    await expect(signInByPassword(cognito, pool, 'grace', 'wrong')).rejects.toMatchObject(refusal);
  });

  it.each([
    ['a taken name', { Username: 'taken' }, 'UsernameExistsException'],
    ['a weak password', { Password: 'short' }, 'InvalidPasswordException'],
    ['a name like an e-mail alias', { Username: 'a@b.example' }, 'InvalidParameterException'],
    [
      'an unknown attribute',
      { UserAttributes: [{ Name: 'custom:nothing', Value: 'x' }] },
      'InvalidParameterException',
    ],
    [
      'an address that claims to be verified',
      {
        UserAttributes: [
          { Name: 'email', Value: 'grace@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      },
      'NotAuthorizedException',
    ],
  ])('is refused with %s', async (_what, change, name) => {
    await createConfirmedUser(cognito, pool, 'taken');
    await expect(signUp(change)).rejects.toMatchObject({ name });
  });
});

describe('confirming a sign-up', () => {
  it('verifies the address that the code was sent to, and lets the person in', async () => {
    await signUp();
    await confirm(await lastCode(sandbox));
    const user = await userNamed('grace');
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    const answer = await signInByPassword(cognito, pool, 'grace@example.com');
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('takes the right code only, and that one once', async () => {
    await signUp();
    const code = await lastCode(sandbox);
    await expect(confirm(anotherCode(code))).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await confirm(code);
    await expect(confirm(code)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  it('does not take a code that is a day old', async () => {
    await signUp();
    const code = await lastCode(sandbox);
    now = new Date(now.getTime() + 24 * 3_600_000);
    await expect(confirm(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('does not take the right code after five wrong ones', async () => {
    await signUp();
    const code = await lastCode(sandbox);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(confirm(anotherCode(code))).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(confirm(code)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('does not take the code of somebody else', async () => {
    await signUp({ Username: 'other' });
    const code = await lastCode(sandbox);
    await signUp();
    if (code !== (await lastCode(sandbox))) {
      await expect(confirm(code)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await expect(confirm(code, 'nobody')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('keeps an address with its owner, unless told to move it', async () => {
    await createConfirmedUser(cognito, pool, 'owner', {
      email: 'grace@example.com',
      email_verified: 'true',
    });
    await signUp();
    const code = await lastCode(sandbox);
    await expect(confirm(code)).rejects.toMatchObject({ name: 'AliasExistsException' });
    await confirm(code, 'grace', true);
    expect((await userNamed('grace@example.com')).Username).toBe('grace');
    expect((await userNamed('owner')).UserAttributes).toContainEqual({
      Name: 'email_verified',
      Value: 'false',
    });
  });
});

describe('asking for another code', () => {
  const resend = (Username: string) =>
    cognito.send(new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username }));

  it('makes the earlier one useless', async () => {
    await signUp();
    const first = await lastCode(sandbox);
    await resend('grace');
    const second = await lastCode(sandbox);
    if (first !== second) {
      await expect(confirm(first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await confirm(second);
    expect((await userNamed('grace')).UserStatus).toBe('CONFIRMED');
  });

  it('is refused the sixth time within an hour', async () => {
    await signUp();
    for (let sent = 1; sent < 5; sent += 1) await resend('grace');
    await expect(resend('grace')).rejects.toMatchObject({ name: 'LimitExceededException' });
    now = new Date(now.getTime() + 3_600_000);
    expect((await resend('grace')).CodeDeliveryDetails).toBeDefined();
  });

  it('is refused for somebody who is confirmed', async () => {
    await createConfirmedUser(cognito, pool);
    await expect(resend('ada')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('does not tell that a name belongs to nobody, and sends nothing', async () => {
    const answer = await resend('nobody');
    expect(answer.CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL' });
    expect(await resend('nobody')).toMatchObject({
      CodeDeliveryDetails: answer.CodeDeliveryDetails,
    });
    expect(await sentMessages(sandbox)).toEqual([]);
  });
});
