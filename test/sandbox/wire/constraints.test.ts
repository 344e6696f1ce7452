import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import type { Operation } from '../../../server/sandbox/wire/operation.ts';
import { operations } from '../../../server/sandbox/wire/registry.ts';
import { runningSandbox } from '../running.ts';
import { brokenValues } from './broken-inputs.ts';
import { model, smallest, valuesOf } from './model-values.ts';
import { rawCall } from './raw-call.ts';

/** Calls an operation, signed only if it has to be. */
async function call(
  sandbox: Sandbox,
  { name, access }: Operation,
  body: unknown,
): Promise<{ status: number; type: unknown; message: string }> {
  const headers = access === 'public' ? { Authorization: '' } : {};
  const reply = await rawCall(sandbox, name, JSON.stringify(body), headers);
  const answer: unknown = await reply.json();
  const { __type: type, message } = Object(answer);
  return { status: reply.status, type, message: String(message) };
}

const inputOf = ({ name }: Operation): string => model.inputs[name] ?? '';

test('every constraint of every member of every operation is kept', async () => {
  const { sandbox } = await runningSandbox();
  const accepted: string[] = [];
  let tried = 0;
  for (const operation of operations) {
    for (const { value, path, rule, isSecret } of brokenValues(inputOf(operation))) {
      tried += 1;
      const { status, type, message } = await call(sandbox, operation, value);
      const isRefused =
        status === 400 &&
        type === 'InvalidParameterException' &&
        message.includes(` at '${path}' failed to satisfy constraint: ${rule}`) &&
        (!isSecret || message.includes(`Value at '${path}' failed`));
      if (!isRefused) accepted.push(`${operation.name} ${path}: ${rule}: ${type} ${message}`);
    }
  }
  expect(accepted).toEqual([]);
  expect(tried).toBeGreaterThan(1125);
});

/** What the sandbox refuses though the model allows it, in the same words; AWS refuses most of it in others. */
const narrower: readonly RegExp[] = [
  // Only what is a contact can be verified.
  /^(GetUserAttributeVerificationCode|VerifyUserAttribute) attributeName /,
  // A device is got and forgotten by the user it belongs to.
  /^(GetDevice|ForgetDevice) accessToken /,
  // An attribute needs a name.
  /^AddCustomAttributes customAttributes\.\d+\.member\.name /,
  /^CreateUserPool schema\.\d+\.member\.name /,
  // An identity needs a provider and a value.
  /^Admin(Link|Disable)ProviderForUser \w+\.provider(Name|AttributeValue) /,
  // The service refuses an empty page of groups and members.
  /^(ListGroups|ListUsersInGroup|AdminListGroupsForUser) limit .* greater than or equal to 1$/,
  // There are two versions of managed login.
  /^(Create|Update)UserPoolDomain managedLoginVersion /,
  // A sign-in in the sandbox does not begin with an authenticator.
  /^(Create|Update)UserPool policies\.signInPolicy\.allowedFirstAuthFactors\.\d+\.member /,
];

/** Returns what a valid input was refused for by the checks of its form, if it was. */
async function refusalOf(sandbox: Sandbox, operation: Operation, body: unknown): Promise<string[]> {
  const { type, message } = await call(sandbox, operation, body);
  if (type === 'SerializationException') return [`${operation.name}: ${message}`];
  if (!/^\d+ validation errors? detected: /.test(message)) return [];
  return message
    .split(/(?:detected: |; )(?=Value )/)
    .slice(1)
    .map((violation) =>
      violation.replace(
        /^Value .*?at '([^']+)' failed to satisfy constraint:/s,
        `${operation.name} $1`,
      ),
    )
    .filter((violation) => !narrower.some((pattern) => pattern.test(violation)));
}

test('a request with no more than what is required keeps every constraint', async () => {
  const { sandbox } = await runningSandbox();
  const refused: string[] = [];
  for (const operation of operations) {
    refused.push(...(await refusalOf(sandbox, operation, smallest(inputOf(operation)))));
  }
  expect(refused).toEqual([]);
});

test('whatever the table allows is let through by the checks of every operation', async () => {
  const { sandbox } = await runningSandbox();
  const requests = fc
    .constantFrom(...operations)
    .chain((operation) => fc.tuple(fc.constant(operation), valuesOf(inputOf(operation), 'some')));
  await fc.assert(
    fc.asyncProperty(requests, async ([operation, body]) => {
      expect(await refusalOf(sandbox, operation, body)).toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

/** What the SDK knows of a structure: its members, and how many of them, from the first on, are required. */
function ofSdk(operation: string): { members: string[]; required: string[] } {
  const schema: unknown = Object(sdk)[`${operation}$`];
  if (!Array.isArray(schema)) throw new Error(`The SDK has no ${operation}.`);
  const input: unknown = typeof schema[4] === 'function' ? schema[4]() : schema[4];
  if (!Array.isArray(input)) throw new Error(`${operation} has no input.`);
  const members: string[] = input[4];
  return { members: [...members].sort(), required: members.slice(0, input[6] ?? 0).sort() };
}

test.each(operations)("the table has the SDK's members of $name", ({ name }) => {
  const shape = model.shapes[model.inputs[name] ?? ''];
  if (shape?.type !== 'structure') throw new Error(`${name} has no input.`);
  expect({
    members: Object.keys(shape.members).sort(),
    required: [...(shape.required ?? [])].sort(),
  }).toEqual(ofSdk(name));
});

test("the table has the SDK's words", () => {
  const different = Object.entries(model.shapes).filter(([name, shape]) => {
    const words: unknown = Object(sdk)[name];
    if (shape.type !== 'string' || shape.enum === undefined || words === undefined) return false;
    const known = new Set(Object.values(Object(words)));
    return known.size !== shape.enum.length || shape.enum.some((word) => !known.has(word));
  });
  expect(different).toEqual([]);
});

test.each([
  // Answers of AWS, as field reports have them.
  [
    'ListGroups',
    { UserPoolId: ' ap-northeast-1_xxx' },
    "1 validation error detected: Value ' ap-northeast-1_xxx' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+",
  ],
  [
    'SignUp',
    { ClientId: 'abc', Username: 'a b' },
    "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
  ],
  [
    'UpdateUserAttributes',
    { AccessToken: 'a', UserAttributes: [{ Value: 'x' }] },
    "1 validation error detected: Value null at 'userAttributes.1.member.name' failed to satisfy constraint: Member must not be null",
  ],
  [
    'UpdateUserAttributes',
    { AccessToken: 'a', UserAttributes: [{ Name: '', Value: 'x' }] },
    "2 validation errors detected: Value '' at 'userAttributes.1.member.name' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'userAttributes.1.member.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+",
  ],
  [
    'CreateUserPool',
    { PoolName: 'x', MfaConfiguration: 'false' },
    "1 validation error detected: Value 'false' at 'mfaConfiguration' failed to satisfy constraint: Member must satisfy enum value set: [OFF, ON, OPTIONAL]",
  ],
  [
    'CreateUserPoolClient',
    { UserPoolId: 'us-east-1_a', ClientName: 'x', CallbackURLs: ['https://a.example', 'a b'] },
    "1 validation error detected: Value '[https://a.example, a b]' at 'callbackURLs' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+]",
  ],
  [
    'CreateUserPool',
    { PoolName: 'x', UserPoolTags: { '': 'x' } },
    "1 validation error detected: Value '{=x}' at 'userPoolTags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
  ],
])('what is wrong with an input of %s is said as AWS says it', async (name, body, message) => {
  const { sandbox } = await runningSandbox();
  const reply = await rawCall(sandbox, name, JSON.stringify(body));
  expect(await reply.json()).toEqual({ __type: 'InvalidParameterException', message });
});

test.each([
  ['SignUp', { ClientId: 'abc', Username: 'ada', Password: ' open sesame' }],
  ['ConfirmSignUp', { ClientId: 'abc', Username: 'ada', ConfirmationCode: 'open sesame' }],
  ['GetUser', { AccessToken: 'open sesame' }],
  ['RespondToAuthChallenge', { ClientId: 'abc', ChallengeName: 'SMS_MFA', Session: 'sesame' }],
  ['AdminUpdateUserAttributes', { UserAttributes: [{ Name: 'x', Value: 'sesame'.repeat(400) }] }],
  ['CreateIdentityProvider', { ProviderDetails: { client_secret: 'sesame'.repeat(30_000) } }],
])('a secret that breaks a constraint of %s is not repeated', async (name, body) => {
  const { sandbox } = await runningSandbox();
  const reply = await rawCall(sandbox, name, JSON.stringify(body));
  const answer = await reply.text();
  expect(answer).toContain('InvalidParameterException');
  expect(answer).not.toContain('sesame');
});

test('a long list of wrong values is answered shortly', async () => {
  const { sandbox } = await runningSandbox();
  const UserAttributes = Array(40_000).fill({ Name: '' });
  const body = { UserPoolId: sandbox.userPoolId, Username: 'admin', UserAttributes };
  const reply = await rawCall(sandbox, 'AdminUpdateUserAttributes', JSON.stringify(body));
  expect(await reply.json()).toMatchObject({
    message: expect.stringMatching(/^100 validation errors detected: /),
  });
  expect(reply.headers.get('x-amzn-errormessage')).toHaveLength(1024);
  const url = 'x'.repeat(900_000);
  const long = { UserPoolId: url, Username: 'admin' };
  const other = await rawCall(sandbox, 'AdminGetUser', JSON.stringify(long));
  expect((await other.text()).length).toBeLessThan(1000);
});

test('no text makes the patterns of messages and addresses slow', async () => {
  const { sandbox } = await runningSandbox();
  const texts = {
    EmailVerificationMessage: `${'{####}'.repeat(3000)}\u0007`,
    VerificationMessageTemplate: { EmailMessageByLink: `${'{##x##}'.repeat(2800)}\u0007` },
    AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: '*'.repeat(20_000) } },
    EmailConfiguration: { ReplyToEmailAddress: `${'@'.repeat(500_000)} ` },
  };
  const body = JSON.stringify({ PoolName: 'x', ...texts });
  const reply = await rawCall(sandbox, 'CreateUserPool', body);
  expect(await reply.json()).toMatchObject({
    message: expect.stringMatching(/^3 validation errors detected: /),
  });
});
