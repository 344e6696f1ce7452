import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';
import { toRecord } from '../users/people.ts';

async function withPool(input: Partial<CreateUserPoolCommandInput>) {
  const { cognito } = await runningSandbox();
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'people', ...input }),
  );
  const UserPoolId = UserPool?.Id;
  return {
    cognito,
    UserPoolId,
    create: async (Username: string, more: object = {}) =>
      (
        await cognito.send(
          new AdminCreateUserCommand({
            UserPoolId,
            Username,
            MessageAction: 'SUPPRESS',
            TemporaryPassword: 'Temporary-1',
            ...more,
          }),
        )
      ).User,
    look: (Username: string) => cognito.send(new AdminGetUserCommand({ UserPoolId, Username })),
  };
}

const withoutCase = { UsernameConfiguration: { CaseSensitive: false } };

test('where e-mail addresses are usernames, the sub is the username', async () => {
  const { create, look } = await withPool({ UsernameAttributes: ['email'], ...withoutCase });
  const user = await create('Anna@Example.com');
  const { sub, email } = toRecord(user?.Attributes);
  expect(user?.Username).toBe(sub);
  expect(email).toBe('Anna@Example.com');
  expect((await look('anna@example.com')).Username).toBe(sub);
  expect((await look(sub ?? '')).Username).toBe(sub);
});

test('an e-mail address is taken even while unverified', async () => {
  const { cognito, UserPoolId, create } = await withPool({
    UsernameAttributes: ['email'],
    ...withoutCase,
  });
  await create('anna@example.com');
  await expect(create('ANNA@example.com')).rejects.toMatchObject({
    name: 'UsernameExistsException',
  });
  await create('bert@example.com');
  await expect(
    cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId,
        Username: 'bert@example.com',
        UserAttributes: [{ Name: 'email', Value: 'anna@example.com' }],
      }),
    ),
  ).rejects.toMatchObject({ name: 'AliasExistsException' });
});

test('a plain username is refused there', async () => {
  const { create } = await withPool({ UsernameAttributes: ['email', 'phone_number'] });
  await expect(create('anna')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Username should be either an email or a phone number.',
  });
  const user = await create('+15550100');
  expect(toRecord(user?.Attributes).phone_number).toBe('+15550100');
});

test('required attributes must be there, immutable ones stay as they were made', async () => {
  const { cognito, UserPoolId, create } = await withPool({
    Schema: [
      { Name: 'given_name', Required: true },
      { Name: 'tenant', AttributeDataType: 'String', Mutable: false },
    ],
  });
  await expect(create('anna')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Attributes did not conform to the schema: given_name: The attribute is required\n',
  });
  await create('anna', {
    UserAttributes: [
      { Name: 'given_name', Value: 'Anna' },
      { Name: 'custom:tenant', Value: 'acme' },
    ],
  });
  for (const change of [
    { Name: 'custom:tenant', Value: 'other' },
    { Name: 'given_name', Value: '' },
  ]) {
    await expect(
      cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username: 'anna',
          UserAttributes: [change],
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  }
});

test('with one-time codes as first factor, a user without a password is confirmed', async () => {
  const { create } = await withPool({
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
  });
  expect((await create('anna', { TemporaryPassword: undefined }))?.UserStatus).toBe('CONFIRMED');
  expect((await create('bert'))?.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
});
