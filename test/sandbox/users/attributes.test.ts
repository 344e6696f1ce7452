import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { type PeopleSandbox, sandboxWithPeople, toList, toRecord } from './people.ts';

function editing({ cognito, sandbox }: PeopleSandbox) {
  const UserPoolId = sandbox.userPoolId;
  return {
    update: (Username: string, attributes: Record<string, string>) =>
      cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username,
          UserAttributes: toList(attributes),
        }),
      ),
    remove: (Username: string, ...UserAttributeNames: string[]) =>
      cognito.send(
        new AdminDeleteUserAttributesCommand({ UserPoolId, Username, UserAttributeNames }),
      ),
  };
}

test('an update of an attribute that the schema does not have is refused in the words of AWS', async () => {
  const { create, cognito, sandbox } = await sandboxWithPeople();
  await create('anna');
  await expect(
    cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: sandbox.userPoolId,
        Username: 'anna',
        UserAttributes: [{ Name: 'custom:nothing', Value: 'x' }],
      }),
    ),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'user.custom:nothing: Attribute does not exist in the schema.\n',
  });
});

test('attributes are set, changed, and removed by an empty value or by name', async () => {
  const people = await sandboxWithPeople();
  const { update, remove } = editing(people);
  const sub = await people.create('anna', { name: 'Anna', nickname: 'A' });
  await update('anna', { name: 'Anna Ž', 'custom:tenant': 'acme', nickname: '' });
  expect((await people.look('anna')).attributes).toEqual({
    sub,
    name: 'Anna Ž',
    'custom:tenant': 'acme',
  });
  await remove('anna', 'name', 'nickname');
  expect((await people.look('anna')).attributes).toEqual({ sub, 'custom:tenant': 'acme' });
});

test('a changed e-mail address is unverified unless the change says otherwise', async () => {
  const people = await sandboxWithPeople();
  const { update } = editing(people);
  await people.create('anna', { email: 'anna@example.com', email_verified: 'true' });
  await update('anna', { email: 'new@example.com' });
  expect((await people.look('anna')).attributes.email_verified).toBe('false');
  await expect(people.look('new@example.com')).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
  await update('anna', { email: 'newer@example.com', email_verified: 'true' });
  expect((await people.look('newer@example.com')).username).toBe('anna');
  await expect(people.look('anna@example.com')).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
});

test('a removed e-mail address takes its flag and its alias along', async () => {
  const people = await sandboxWithPeople();
  const { remove } = editing(people);
  const sub = await people.create('anna', { email: 'anna@example.com', email_verified: 'true' });
  await remove('anna', 'email');
  expect((await people.look('anna')).attributes).toEqual({ sub });
  await expect(people.look('anna@example.com')).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
});

test('a change to a taken alias is refused as a whole', async () => {
  const people = await sandboxWithPeople();
  const { update } = editing(people);
  await people.create('anna', { preferred_username: 'annie' });
  await people.create('bert', { name: 'Bert' });
  await expect(
    update('bert', { name: 'Changed', preferred_username: 'ANNIE' }),
  ).rejects.toMatchObject({ name: 'AliasExistsException' });
  expect((await people.look('bert')).attributes.name).toBe('Bert');
});

test('sub and unknown attributes cannot be changed', async () => {
  const people = await sandboxWithPeople();
  const { update, remove } = editing(people);
  await people.create('anna');
  for (const change of [{ sub: 'x' }, { 'custom:nothing': 'x' }, { identities: '[]' }]) {
    await expect(update('anna', change)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  }
  await expect(remove('anna', 'custom:nothing')).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('a changed address that the pool verifies gets a code, one marked verified does not', async () => {
  const people = await sandboxWithPeople();
  const { update } = editing(people);
  const sent = async () => (await fetch(`${people.sandbox.endpoint}/sandbox/outbox.json`)).json();
  await people.create('anna', { email: 'anna@example.com', email_verified: 'true' });
  await update('anna', { email: 'marked@example.com', email_verified: 'true' });
  await update('anna', { phone_number: '+15550123' });
  expect(await sent()).toEqual({ messages: [] });
  await update('anna', { email: 'new@example.com' });
  expect(await sent()).toMatchObject({ messages: [{ destination: 'new@example.com' }] });
});

test('where the pool asks for it, the old address stays until the new one is verified', async () => {
  const people = await sandboxWithPeople();
  const { cognito } = people;
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'careful',
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    }),
  );
  const target = { UserPoolId: UserPool?.Id, Username: 'anna' };
  await cognito.send(
    new AdminCreateUserCommand({
      ...target,
      MessageAction: 'SUPPRESS',
      UserAttributes: toList({ email: 'anna@example.com', email_verified: 'true' }),
    }),
  );
  const update = async (attributes: Record<string, string>) => {
    await cognito.send(
      new AdminUpdateUserAttributesCommand({ ...target, UserAttributes: toList(attributes) }),
    );
    const user = await cognito.send(new AdminGetUserCommand(target));
    return toRecord(user.UserAttributes);
  };
  expect(await update({ email: 'new@example.com', name: 'Anna' })).toMatchObject({
    email: 'anna@example.com',
    email_verified: 'true',
    name: 'Anna',
  });
  expect(await update({ email: 'new@example.com', email_verified: 'true' })).toMatchObject({
    email: 'new@example.com',
    email_verified: 'true',
  });
});
