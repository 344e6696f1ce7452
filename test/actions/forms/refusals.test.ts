import {
  AddCustomAttributesCommand,
  AdminLinkProviderForUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Kind, type TSchema } from '@sinclair/typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionPath } from '../../../server/actions/links.ts';
import { actions, findAction } from '../../../server/actions/registry.ts';
import { loadTarget, type TargetName } from '../../../server/actions/target.ts';
import { type Sandbox, startSandbox } from '../../../server/sandbox/start.ts';
import { consoleForTest, launchConsole, type TestConsole } from '../../helpers/console.ts';
import type { ConsoleClient, Reply } from '../../helpers/console-client.ts';
import { formOf, problemOf } from '../../helpers/form.ts';
import { withAttribute } from '../../helpers/html.ts';
import { peopleOf } from '../../helpers/people.ts';
import { proxyOf } from '../../helpers/pool-proxy.ts';

let sandbox: Sandbox;
let running: TestConsole;
let admin: ConsoleClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
  // The first console adds to the pool what the second one reads of it.
  const first = await launchConsole({ pool: sandbox });
  const text = (Name: string, MinLength: string, MaxLength: string) => ({
    Name,
    AttributeDataType: 'String' as const,
    Mutable: true,
    StringAttributeConstraints: { MinLength, MaxLength },
  });
  await first.cognito.send(
    new AddCustomAttributesCommand({
      UserPoolId: sandbox.userPoolId,
      CustomAttributes: [
        text('code', '3', '5'),
        {
          Name: 'level',
          AttributeDataType: 'Number',
          Mutable: true,
          NumberAttributeConstraints: { MinValue: '1', MaxValue: '10' },
        },
        { Name: 'active', AttributeDataType: 'Boolean', Mutable: true },
        { Name: 'since', AttributeDataType: 'DateTime', Mutable: true },
      ],
    }),
  );
  await first.close();
  running = await launchConsole({ pool: sandbox });
  admin = await running.signedIn('admin');
});

afterAll(async () => {
  await running.close();
  await sandbox.close();
});

const people = () => peopleOf(running);
const user = async (made: Promise<string>): Promise<TargetName> => ({
  kind: 'user',
  name: await made,
});
const pool = { kind: 'pool', name: 'sandbox' } as const;

async function linked(): Promise<string> {
  const username = await people().confirmed();
  await running.cognito.send(
    new AdminLinkProviderForUserCommand({
      UserPoolId: sandbox.userPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
      SourceUser: {
        ProviderName: 'Google',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: `subject-of-${username}`,
      },
    }),
  );
  return username;
}

/** For every action that asks for something that can be wrong: one that it may be done to. */
const targets: Readonly<Record<string, () => Promise<TargetName>>> = {
  'user.create': async () => pool,
  'user.add-contact': () => user(people().invited({ email: '', email_verified: '' })),
  'user.verify-contact': () => user(people().confirmed({ email_verified: 'false' })),
  'user.set-mfa': () => user(people().confirmed()),
  'user.set-password': () => user(people().confirmed()),
  'user.edit-attributes': () => user(people().confirmed()),
  'user.add-to-group': () => user(people().confirmed()),
  'user.remove-from-group': () => user(people().confirmed()),
  'user.end-session': () => user(people().confirmed()),
  'user.forget-device': () => user(people().confirmed()),
  'user.judge-sign-in': () => user(people().confirmed()),
  'user.link-provider': () => user(people().confirmed()),
  'user.unlink-provider': () => user(linked()),
  'group.create': async () => pool,
  'group.edit': async () => ({ kind: 'group', name: 'pool-support' }),
};

/** Values that break a rule of the schema, each another one. */
function wrongValues(schema: TSchema): string[] {
  const { minLength = 0, maxLength, pattern, minimum, maximum, [Kind]: kind } = schema;
  const wrong: string[] = [];
  if (kind === 'Union' || kind === 'Literal') wrong.push('no-such-choice');
  if (kind === 'Integer') wrong.push('x', '1.5');
  if (minimum !== undefined) wrong.push(String(minimum - 1));
  if (maximum !== undefined) wrong.push(String(maximum + 1));
  if (minLength > 1) wrong.push('x'.repeat(minLength - 1));
  if (maxLength !== undefined) wrong.push('x'.repeat(maxLength + 1));
  if (pattern !== undefined && !new RegExp(pattern).test('two words')) wrong.push('two words');
  return wrong;
}

const messageAt = ({ body }: Reply, field: string): string =>
  withAttribute(body, 'id', `field-${field}-error`)[0]?.text.trim() ?? '';

it('is tried for every action whose input can be wrong', async () => {
  const description = await running.pool.gateway.describePool();
  const somebody = await people().confirmed();
  const names = {
    user: { kind: 'user', name: somebody },
    group: { kind: 'group', name: 'pool-support' },
    pool,
  } as const;
  const asking: string[] = [];
  for (const action of actions) {
    const target = await loadTarget(running.pool, names[action.target]);
    const { properties } = action.input(description, target);
    if (Object.values(properties).some((one) => one[Kind] !== 'Boolean')) asking.push(action.id);
  }
  expect(asking.sort()).toEqual(Object.keys(targets).sort());
});

describe.each(Object.keys(targets))('A wrong value in the form of %s', (id) => {
  it('is said beside its field, whatever is wrong with it', async () => {
    const action = findAction(id);
    const name = await targets[id]?.();
    if (action === undefined || name === undefined) throw new Error(`There is no ${id}.`);
    const target = await loadTarget(running.pool, name);
    const address = actionPath('sandbox', action, target);
    const { properties } = action.input(await running.pool.gateway.describePool(), target);
    const form = formOf(await admin.get(address));
    for (const [field, schema] of Object.entries(properties)) {
      for (const value of wrongValues(schema)) {
        const reply = await admin.post(address, { ...form, [field]: value });
        const tried = [field, value.slice(0, 20)];
        expect([...tried, reply.status]).toEqual([...tried, 422]);
        expect([...tried, messageAt(reply, field)]).toEqual([
          ...tried,
          expect.stringMatching(/^\S.*\.$/),
        ]);
      }
    }
  });
});

const attributes: readonly [string, string, string][] = [
  ['custom:level', '0', 'Level must be a number from 1 to 10.'],
  ['custom:level', '11', 'Level must be a number from 1 to 10.'],
  ['custom:level', '1.5', 'Write a whole number.'],
  ['custom:code', 'ab', 'Code needs at least 3 characters.'],
  ['custom:code', 'abcdef', 'Code can have at most 5 characters.'],
  ['custom:active', 'maybe', 'Active must be true or false.'],
  ['custom:since', 'yesterday', "This does not fit the pool's rules for this attribute."],
  ['email', 'not an address', 'Write the e-mail address as name@example.com.'],
  ['email', 'a@b..c', 'This is not an e-mail address that the pool accepts.'],
  ['phone_number', '555', 'Write the phone number with its country code, as +15551234567.'],
  ['birthdate', 'in May', 'Write the date as YYYY-MM-DD.'],
];

describe.each([
  ['create', () => '/pools/sandbox/actions/create-user'],
  ['edit', (username: string) => `/pools/sandbox/users/${username}/actions/edit-attributes`],
])('An attribute that the pool would refuse, in the form to %s', (_, addressOf) => {
  it.each(attributes)('%s = %j: %s', async (name, value, sentence) => {
    const username = await people().confirmed();
    const address = addressOf(username);
    const form = formOf(await admin.get(address));
    const reply = await admin.post(address, {
      ...form,
      ...('username' in form && { username: `${username}-2`, invitation: 'none' }),
      ...('temporaryPassword' in form && { temporaryPassword: 'Sandbox-1234' }),
      [`attribute:${name}`]: value,
    });
    expect(reply.status).toBe(422);
    expect(messageAt(reply, `attribute:${name}`)).toBe(sentence);
  });
});

describe('What only the pool refuses', () => {
  const invalid = 'InvalidParameterException';
  const refusals: readonly [string, string, string][] = [
    [invalid, 'Invalid phone number format.', 'attribute:phone_number'],
    [invalid, 'Invalid email address format.', 'attribute:email'],
    [invalid, 'user.custom:plan: Attribute cannot be updated.', 'attribute:custom:plan'],
    [invalid, 'Attributes did not conform to the schema: name: too odd', 'attribute:name'],
    [invalid, '2 attributes given, locale is missing', 'attribute:locale'],
    [invalid, 'custom:gone: Attribute does not exist in the schema.', ''],
    [invalid, "1 error: Value at 'userAttributes.1.member.value' failed to satisfy constraint", ''],
    [invalid, 'Something that nobody has seen before.', ''],
    ['AliasExistsException', 'An account with the email already exists.', ''],
  ];

  it.each(refusals)('%s %j is said at the field %j, or above', async (name, message, field) => {
    const proxy = await proxyOf(sandbox);
    const own = await consoleForTest({ pool: proxy.pool });
    const client = await own.signedIn('admin');
    const username = await people().confirmed();
    const address = `/pools/sandbox/users/${username}/actions/edit-attributes`;
    const form = formOf(await client.get(address));
    proxy.refuse('AdminUpdateUserAttributes', { name, message });
    const reply = await client.post(address, { ...form, 'attribute:nickname': 'x' });
    expect(reply.status).toBe(name === invalid ? 422 : 409);
    const said = field === '' ? problemOf(reply) : messageAt(reply, field);
    expect(said).toMatch(/^\S.*\.$/);
    expect(field === '' || problemOf(reply) === '').toBe(true);
  });
});
