import {
  AdminCreateUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { sandboxWithPeople, toRecord } from './people.ts';

test('a created user has a sub, their attributes, and must change the temporary password', async () => {
  const { create, look } = await sandboxWithPeople();
  const sub = await create('anna', { email: 'anna@example.com', email_verified: 'true' });
  expect(sub).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await look('anna')).toEqual({
    username: 'anna',
    status: 'FORCE_CHANGE_PASSWORD',
    enabled: true,
    attributes: { sub, email: 'anna@example.com', email_verified: 'true' },
  });
});

test('AdminCreateUser adds no verified flag that the request does not have', async () => {
  const { create, look, sandbox, cognito } = await sandboxWithPeople();
  const contacts = { email: 'anna@example.com', phone_number: '+15550001' };
  const sub = await create('anna', contacts);
  expect((await look('anna')).attributes).toEqual({ sub, ...contacts });
  const { Users } = await cognito.send(
    new ListUsersCommand({ UserPoolId: sandbox.userPoolId, Filter: 'username = "anna"' }),
  );
  expect(toRecord(Users?.[0]?.Attributes)).toEqual({ sub, ...contacts });
});

test('a user is found by username in any case, by sub and by verified alias', async () => {
  const { create, look } = await sandboxWithPeople();
  const sub = await create('Anna', {
    email: 'anna@example.com',
    email_verified: 'true',
    phone_number: '+15550001',
    preferred_username: 'annie',
  });
  for (const name of ['Anna', 'ANNA', sub, 'Anna@Example.com', 'annie']) {
    expect((await look(name)).username).toBe('Anna');
  }
  await expect(look('+15550001')).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

test('a taken username is refused, whatever its case', async () => {
  const { create } = await sandboxWithPeople();
  await create('anna');
  await expect(create('ANNA')).rejects.toMatchObject({
    name: 'UsernameExistsException',
    message: 'User account already exists',
  });
});

test.each([
  ['anna@example.com', /email format/],
  ['+15550100', /phone number format/],
  ['two words', /username/],
])('in a pool with contact aliases, %s is no username', async (username, message) => {
  const { create } = await sandboxWithPeople();
  await expect(create(username)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringMatching(message),
  });
});

test.each([
  [
    { 'custom:nothing': 'x' },
    /^Attributes did not conform to the schema: custom:nothing: Attribute does not exist in the schema\.\n$/,
  ],
  [{ sub: 'mine' }, /non-mutable attribute sub/],
  [{ email: 'not an address' }, /Invalid email address format/],
  [{ phone_number: '0049 123' }, /Invalid phone number format/],
  [{ 'custom:seats': 'many' }, /custom:seats/],
  [{ 'custom:seats': '10001' }, /custom:seats/],
  [{ birthdate: '1990' }, /birthdate/],
  [{ email_verified: 'perhaps' }, /email_verified/],
  [{ email_verified: 'true' }, /Email is required/],
])('attributes %j are refused', async (attributes, message) => {
  const { create, look } = await sandboxWithPeople();
  await expect(create('anna', attributes)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringMatching(message),
  });
  await expect(look('anna')).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

test('the flag "True" of old clients counts as true', async () => {
  const { create, look } = await sandboxWithPeople();
  await create('anna', { email: 'anna@example.com', email_verified: 'True' });
  expect((await look('anna')).attributes.email_verified).toBe('true');
});

test.each([
  ['Short-1', /not long enough/],
  ['lower-case-1', /uppercase/],
  ['UPPER-CASE-1', /lowercase/],
  ['No-Digits', /numeric/],
  ['NoSymbols1', /symbol/],
])('the temporary password %s breaks the policy', async (TemporaryPassword, message) => {
  const { create } = await sandboxWithPeople();
  await expect(create('anna', {}, { TemporaryPassword })).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: expect.stringMatching(message),
  });
});

test('an invitation with a password that meets the policy goes to the outbox', async () => {
  const { cognito, sandbox } = await sandboxWithPeople();
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: sandbox.userPoolId,
      Username: 'anna',
      UserAttributes: [{ Name: 'email', Value: 'anna@example.com' }],
    }),
  );
  const reply = await fetch(`${sandbox.endpoint}/sandbox/outbox.json`);
  expect(await reply.json()).toMatchObject({
    messages: [
      {
        medium: 'EMAIL',
        destination: 'anna@example.com',
        username: 'anna',
        body: expect.stringMatching(/username is anna and temporary password is \S{16}\.$/),
      },
    ],
  });
});

test('an invitation can be sent again only to somebody who has not taken it up', async () => {
  const { cognito, sandbox, create } = await sandboxWithPeople();
  const resend = (Username: string) =>
    cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: sandbox.userPoolId,
        Username,
        MessageAction: 'RESEND',
      }),
    );
  await create('anna', { email: 'anna@example.com' });
  expect((await resend('anna')).User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  const outbox = await fetch(`${sandbox.endpoint}/sandbox/outbox.json`);
  expect(await outbox.json()).toMatchObject({ messages: [{ destination: 'anna@example.com' }] });
  await expect(resend('admin')).rejects.toMatchObject({ name: 'UnsupportedUserStateException' });
  await expect(resend('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

test('an alias in use is refused, or moved when the request forces it', async () => {
  const { create, look } = await sandboxWithPeople();
  const contact = { email: 'shared@example.com', email_verified: 'true' };
  await create('anna', contact);
  await expect(create('bert', contact)).rejects.toMatchObject({ name: 'AliasExistsException' });
  await expect(look('bert')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  await create('bert', contact, { ForceAliasCreation: true });
  expect((await look('shared@example.com')).username).toBe('bert');
  expect((await look('anna')).attributes.email_verified).toBe('false');
});

test.each([
  [{ email: 'b@example.com' }, ['SMS']],
  [{ phone_number: '+15550100' }, ['EMAIL']],
  [{ email: 'b@example.com' }, ['EMAIL', 'SMS']],
  [{}, ['EMAIL']],
] as const)(
  'a user with %j cannot be invited by %j, and is not made',
  async (attributes, DesiredDeliveryMediums) => {
    const { sandbox, create, look } = await sandboxWithPeople();
    const mediums = {
      MessageAction: undefined,
      DesiredDeliveryMediums: [...DesiredDeliveryMediums],
    };
    const refused = { name: 'InvalidParameterException' };
    await expect(create('bert', { ...attributes }, mediums)).rejects.toMatchObject(refused);
    await expect(look('bert')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await create('bert', { ...attributes });
    const again = { ...mediums, MessageAction: 'RESEND' as const };
    await expect(create('bert', {}, again)).rejects.toMatchObject(refused);
    const outbox = await fetch(`${sandbox.endpoint}/sandbox/outbox.json`);
    expect(await outbox.json()).toEqual({ messages: [] });
  },
);

test('an invitation goes by every medium asked for', async () => {
  const { sandbox, create } = await sandboxWithPeople();
  const invited = { MessageAction: undefined };
  const both = { email: 'a@example.com', phone_number: '+15550100' };
  await create('default', both, invited);
  await create('asked', both, { ...invited, DesiredDeliveryMediums: ['EMAIL', 'SMS'] });
  const reply = await fetch(`${sandbox.endpoint}/sandbox/outbox.json`);
  expect(await reply.json()).toMatchObject({
    messages: [
      { username: 'asked', medium: 'SMS' },
      { username: 'asked', medium: 'EMAIL' },
      { username: 'default', medium: 'SMS' },
    ],
  });
});
