import {
  type CognitoIdentityProviderClient,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, demoPool, type TestPool } from '../sign-in/pool.ts';
import { tokensByPassword } from '../sign-in/sdk-calls.ts';
import { anotherCode, lastCode, sentMessages } from './outbox.ts';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let AccessToken: string;

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
  pool = demoPool(sandbox);
  await createConfirmedUser(cognito, pool);
  ({ AccessToken } = await tokensByPassword(cognito, pool));
});

const update = (attributes: Record<string, string>) =>
  cognito.send(
    new UpdateUserAttributesCommand({
      AccessToken,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );

async function attributes(): Promise<Record<string, string | undefined>> {
  const { UserAttributes } = await cognito.send(new GetUserCommand({ AccessToken }));
  return Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
}

const verify = (Code: string, AttributeName: 'email' | 'phone_number' = 'email') =>
  cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }));

describe('a signed-in user', () => {
  it('changes and removes own attributes', async () => {
    await update({ name: 'Ada Lovelace', 'custom:tenant': 'engines' });
    expect(await attributes()).toMatchObject({ name: 'Ada Lovelace', 'custom:tenant': 'engines' });
    await cognito.send(
      new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ['custom:tenant'] }),
    );
    expect(await attributes()).not.toHaveProperty('custom:tenant');
  });

  it('verifies a new e-mail address by the code sent to it', async () => {
    const answer = await update({ email: 'ada@engines.example' });
    expect(answer.CodeDeliveryDetailsList).toEqual([
      { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
    ]);
    expect(await attributes()).toMatchObject({ email_verified: 'false' });
    const code = await lastCode(sandbox);
    await expect(verify(anotherCode(code))).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await verify(code);
    expect(await attributes()).toMatchObject({
      email: 'ada@engines.example',
      email_verified: 'true',
    });
    await expect(verify(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('cannot verify another address with the code for an earlier one', async () => {
    await update({ email: 'first@example.com' });
    const code = await lastCode(sandbox);
    await update({ email: 'second@example.com' });
    if (code !== (await lastCode(sandbox))) {
      await expect(verify(code)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    expect(await attributes()).toMatchObject({ email_verified: 'false' });
  });

  it('asks for a code for an address that is there, and for no other', async () => {
    const ask = (AttributeName: string) =>
      cognito.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName }));
    await ask('email');
    expect((await sentMessages(sandbox))[0]).toMatchObject({ destination: 'ada@example.com' });
    await expect(ask('phone_number')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(ask('name')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('cannot say that an address is verified', async () => {
    await expect(update({ email_verified: 'true' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('cannot take an address that somebody else has verified', async () => {
    await createConfirmedUser(cognito, pool, 'bob');
    await update({ email: 'bob@example.com' });
    await expect(verify(await lastCode(sandbox))).rejects.toMatchObject({
      name: 'AliasExistsException',
    });
  });

  it('deletes the own account, and the token with it', async () => {
    await cognito.send(new DeleteUserCommand({ AccessToken }));
    await expect(attributes()).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
