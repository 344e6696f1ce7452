import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test, vi } from 'vitest';
import { openPool, password } from './pool-under-test.ts';

test('a created user must change their password, and is found by sub', async () => {
  const { newName, create, look } = await openPool();
  const name = newName();
  const sub = await create(name);
  const user = await look(sub);
  expect(user).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD', Enabled: true });
  expect((await look(name)).Username).toBe(user.Username);
});

test('a taken username is refused', async () => {
  const { newName, create } = await openPool();
  const name = newName();
  await create(name);
  await expect(create(name)).rejects.toMatchObject({ name: 'UsernameExistsException' });
});

test('an unknown attribute and a weak password are refused by their names', async () => {
  const { cognito, UserPoolId, newName, create } = await openPool();
  await expect(
    create(newName(), [{ Name: 'custom:no_such_thing', Value: 'x' }]),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(
    cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: newName(),
        MessageAction: 'SUPPRESS',
        TemporaryPassword: 'short',
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidPasswordException' });
});

test('a user who has not taken up the invitation cannot be confirmed or reset', async () => {
  const { cognito, UserPoolId, newName, create } = await openPool();
  const Username = newName();
  await create(Username);
  await expect(
    cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username })),
  ).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: expect.stringContaining('FORCE_CHANGE_PASSWORD'),
  });
  await expect(
    cognito.send(new AdminResetUserPasswordCommand({ UserPoolId, Username })),
  ).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User password cannot be reset in the current state.',
  });
});

test('a permanent password confirms, a temporary one must be changed', async () => {
  const { cognito, UserPoolId, newName, create, look } = await openPool();
  const Username = newName();
  await create(Username);
  const set = (Permanent: boolean) =>
    cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent }),
    );
  await set(true);
  expect((await look(Username)).UserStatus).toBe('CONFIRMED');
  await expect(
    cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'RESEND' })),
  ).rejects.toMatchObject({ name: 'UnsupportedUserStateException' });
  await set(false);
  expect((await look(Username)).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
});

test('attributes change, and an empty value removes one', async () => {
  const { cognito, UserPoolId, newName, create, look } = await openPool();
  const Username = newName();
  await create(Username, [{ Name: 'nickname', Value: 'N' }]);
  const update = (Name: string, Value: string) =>
    cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId,
        Username,
        UserAttributes: [{ Name, Value }],
      }),
    );
  await update('name', 'Contract');
  await update('nickname', '');
  const { UserAttributes } = await look(Username);
  expect(UserAttributes).toContainEqual({ Name: 'name', Value: 'Contract' });
  expect(UserAttributes?.some(({ Name }) => Name === 'nickname')).toBe(false);
  await expect(update('sub', 'x')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(update('phone_number', '123')).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('disabling leaves the status alone', async () => {
  const { cognito, UserPoolId, newName, create, look } = await openPool();
  const Username = newName();
  await create(Username);
  await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username }));
  expect(await look(Username)).toMatchObject({
    Enabled: false,
    UserStatus: 'FORCE_CHANGE_PASSWORD',
  });
  await cognito.send(new AdminEnableUserCommand({ UserPoolId, Username }));
  expect((await look(Username)).Enabled).toBe(true);
});

test('a user is listed by sub, and by a prefix of it', async () => {
  const { cognito, UserPoolId, newName, create } = await openPool();
  const sub = await create(newName());
  for (const Filter of [`sub = "${sub}"`, `sub ^= "${sub.slice(0, 12)}"`]) {
    await vi.waitFor(
      async () => {
        const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId, Filter }));
        expect(Users?.flatMap(({ Attributes }) => Attributes)).toContainEqual({
          Name: 'sub',
          Value: sub,
        });
      },
      { timeout: 20_000, interval: 1000 },
    );
  }
});

test.each(['email', 'custom:x = "y"', 'email ~ "a"'])(
  'the filter %s is refused',
  async (Filter) => {
    const { cognito, UserPoolId } = await openPool();
    await expect(cognito.send(new ListUsersCommand({ UserPoolId, Filter }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  },
);

test('a deleted user is gone for every verb', async () => {
  const { cognito, UserPoolId, newName, create, look } = await openPool();
  const Username = newName();
  await create(Username);
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  await expect(look(Username)).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  });
  await expect(
    cognito.send(new AdminDisableUserCommand({ UserPoolId, Username })),
  ).rejects.toMatchObject({ name: 'UserNotFoundException' });
});
