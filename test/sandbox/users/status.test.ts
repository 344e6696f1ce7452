import {
  AdminConfirmSignUpCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { type PeopleSandbox, sandboxWithPeople } from './people.ts';

function verbs({ cognito, sandbox }: PeopleSandbox) {
  const target = (Username: string) => ({ UserPoolId: sandbox.userPoolId, Username });
  return {
    confirm: (name: string) => cognito.send(new AdminConfirmSignUpCommand(target(name))),
    disable: (name: string) => cognito.send(new AdminDisableUserCommand(target(name))),
    enable: (name: string) => cognito.send(new AdminEnableUserCommand(target(name))),
    reset: (name: string) => cognito.send(new AdminResetUserPasswordCommand(target(name))),
    remove: (name: string) => cognito.send(new AdminDeleteUserCommand(target(name))),
    setPassword: (name: string, Password: string, Permanent?: boolean) =>
      cognito.send(
        new AdminSetUserPasswordCommand({
          ...target(name),
          Password,
          ...(Permanent === undefined ? {} : { Permanent }),
        }),
      ),
    async someoneWho(status: string) {
      const { Users } = await cognito.send(
        new ListUsersCommand({
          UserPoolId: sandbox.userPoolId,
          Filter: `cognito:user_status = "${status}"`,
          Limit: 1,
        }),
      );
      return Users?.[0]?.Username ?? '';
    },
  };
}

test('disabling and enabling leave the status alone', async () => {
  const people = await sandboxWithPeople();
  const { disable, enable } = verbs(people);
  await people.create('anna');
  await disable('anna');
  expect(await people.look('anna')).toMatchObject({
    enabled: false,
    status: 'FORCE_CHANGE_PASSWORD',
  });
  await enable('anna');
  expect((await people.look('anna')).enabled).toBe(true);
});

test('only an unconfirmed user can be confirmed, and contacts stay unverified', async () => {
  const people = await sandboxWithPeople({ users: 200 });
  const { confirm, someoneWho } = verbs(people);
  const stuck = await someoneWho('UNCONFIRMED');
  await confirm(stuck);
  expect(await people.look(stuck)).toMatchObject({
    status: 'CONFIRMED',
    attributes: { email_verified: 'false' },
  });
  await expect(confirm(stuck)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User cannot be confirmed. Current status is CONFIRMED',
  });
});

test('a permanent password confirms, a temporary one must be changed', async () => {
  const people = await sandboxWithPeople({ users: 200 });
  const { setPassword, someoneWho } = verbs(people);
  for (const status of ['FORCE_CHANGE_PASSWORD', 'UNCONFIRMED', 'EXTERNAL_PROVIDER']) {
    const name = await someoneWho(status);
    await setPassword(name, 'Permanent-1', true);
    expect((await people.look(name)).status).toBe('CONFIRMED');
    await setPassword(name, 'Temporary-1');
    expect((await people.look(name)).status).toBe('FORCE_CHANGE_PASSWORD');
  }
  await expect(setPassword('admin', 'short', true)).rejects.toMatchObject({
    name: 'InvalidPasswordException',
  });
});

test('a reset needs an enabled, confirmed user with a verified contact', async () => {
  const people = await sandboxWithPeople({ users: 200 });
  const { disable, reset, setPassword, someoneWho } = verbs(people);
  await reset('admin');
  expect((await people.look('admin')).status).toBe('RESET_REQUIRED');
  for (const status of ['FORCE_CHANGE_PASSWORD', 'UNCONFIRMED', 'EXTERNAL_PROVIDER']) {
    await expect(reset(await someoneWho(status))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
  }
  await people.create('anna', { email: 'anna@example.com' });
  await setPassword('anna', 'Permanent-1', true);
  await expect(reset('anna')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await disable('admin');
  await expect(reset('admin')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User is disabled.',
  });
});

test('a deleted user is gone, and their name and aliases are free again', async () => {
  const people = await sandboxWithPeople();
  const { remove } = verbs(people);
  const contact = { email: 'anna@example.com', email_verified: 'true' };
  const first = await people.create('anna', contact);
  await remove('anna');
  await expect(people.look('anna')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  await expect(people.look(first)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  expect(await people.create('anna', contact)).not.toBe(first);
});

test('every verb refuses somebody who does not exist, and a pool that does not', async () => {
  const people = await sandboxWithPeople();
  const { confirm, disable, enable, reset, remove, setPassword } = verbs(people);
  for (const verb of [confirm, disable, enable, reset, remove]) {
    await expect(verb('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  }
  await expect(setPassword('nobody', 'Permanent-1')).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
  await expect(
    people.cognito.send(
      new AdminDisableUserCommand({ UserPoolId: 'us-east-1_Missing', Username: 'admin' }),
    ),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
