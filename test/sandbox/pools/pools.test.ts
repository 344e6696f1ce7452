import {
  AddCustomAttributesCommand,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  type SchemaAttributeType,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';

async function withPools() {
  const running = await runningSandbox();
  const { cognito } = running;
  return {
    ...running,
    create: async (input: Partial<CreateUserPoolCommandInput> = {}) =>
      (await cognito.send(new CreateUserPoolCommand({ PoolName: 'shop', ...input }))).UserPool,
    describe: async (UserPoolId: string | undefined) =>
      (await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool,
  };
}

test('a new pool has the defaults of AWS', async () => {
  const { create, describe } = await withPools();
  const created = await create();
  const pool = await describe(created?.Id);
  expect(pool).toMatchObject({
    Name: 'shop',
    Id: expect.stringMatching(/^us-east-1_[A-Za-z0-9]{9}$/),
    MfaConfiguration: 'OFF',
    DeletionProtection: 'INACTIVE',
    EstimatedNumberOfUsers: 0,
    UserPoolTier: 'ESSENTIALS',
    Policies: {
      PasswordPolicy: { MinimumLength: 8, RequireSymbols: true, TemporaryPasswordValidityDays: 7 },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
  });
  const names = pool?.SchemaAttributes?.map((attribute) => attribute.Name);
  expect(names).toEqual(expect.arrayContaining(['sub', 'email', 'phone_number', 'birthdate']));
  expect(names).toHaveLength(21);
});

test('a schema makes standard attributes required and adds custom ones under their prefix', async () => {
  const { create } = await withPools();
  const pool = await create({
    Schema: [
      { Name: 'email', Required: true },
      { Name: 'tenant', AttributeDataType: 'String', Mutable: false },
      { Name: 'internal', AttributeDataType: 'Boolean', DeveloperOnlyAttribute: true },
    ],
  });
  const find = (name: string) =>
    pool?.SchemaAttributes?.find((attribute) => attribute.Name === name);
  expect(find('email')).toMatchObject({ Required: true, AttributeDataType: 'String' });
  expect(find('custom:tenant')).toMatchObject({ Mutable: false });
  expect(find('dev:custom:internal')).toMatchObject({ AttributeDataType: 'Boolean' });
});

test.each<[string, Partial<CreateUserPoolCommandInput>]>([
  ['aliases and contact usernames', { AliasAttributes: ['email'], UsernameAttributes: ['email'] }],
  [
    'a required custom attribute',
    { Schema: [{ Name: 'a', AttributeDataType: 'String', Required: true }] },
  ],
  ['a custom attribute without a type', { Schema: [{ Name: 'a' }] }],
  ['a doubled attribute', { Schema: [{ Name: 'email' }, { Name: 'email' }] }],
  ['a password of four', { Policies: { PasswordPolicy: { MinimumLength: 4 } } }],
  ['a nameless pool', { PoolName: '' }],
])('a pool with %s is refused', async (_, input) => {
  const { create } = await withPools();
  await expect(create(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

const twoFactors = { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] };

test.each<[string, Partial<CreateUserPoolCommandInput>]>([
  ['threat protection in Essentials', { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }],
  [
    'threat protection in Lite',
    { UserPoolTier: 'LITE', UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } },
  ],
  [
    'choice-based sign-in in Lite',
    { UserPoolTier: 'LITE', Policies: { SignInPolicy: twoFactors } },
  ],
  [
    'a password history in Lite',
    { UserPoolTier: 'LITE', Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } },
  ],
])('%s is not available in the tier', async (_, input) => {
  const { cognito, create } = await withPools();
  const refused = { name: 'FeatureUnavailableInTierException' };
  await expect(create(input)).rejects.toMatchObject(refused);
  const UserPoolId = (await create())?.Id;
  await expect(
    cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...input })),
  ).rejects.toMatchObject(refused);
});

test('email MFA is not available in Lite', async () => {
  const { cognito, create } = await withPools();
  const UserPoolId = (await create({ UserPoolTier: 'LITE' }))?.Id;
  await expect(
    cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'ON',
        EmailMfaConfiguration: { Subject: 'Code', Message: '{####}' },
      }),
    ),
  ).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
});

test('the verification template and the older messages are the same', async () => {
  const { cognito, create, describe } = await withPools();
  const template = {
    SmsMessage: 'By text {####}',
    EmailMessage: 'By mail {####}',
    EmailSubject: 'Hello',
  };
  const older = {
    SmsVerificationMessage: 'By text {####}',
    EmailVerificationMessage: 'By mail {####}',
    EmailVerificationSubject: 'Hello',
  };
  const both = { ...older, VerificationMessageTemplate: template };
  const pool = await create({ VerificationMessageTemplate: template });
  expect(await describe(pool?.Id)).toMatchObject(both);
  expect(await create(older)).toMatchObject(both);
  const change = { ...older, VerificationMessageTemplate: { EmailSubject: 'Welcome' } };
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: pool?.Id, ...change }));
  expect(await describe(pool?.Id)).toMatchObject({
    ...older,
    EmailVerificationSubject: 'Welcome',
    VerificationMessageTemplate: { ...template, EmailSubject: 'Welcome' },
  });
});

test.each<[string, SchemaAttributeType]>([
  ['another type', { Name: 'email', AttributeDataType: 'Number' }],
  ['developers only', { Name: 'name', DeveloperOnlyAttribute: true }],
  ['a mutable sub', { Name: 'sub', Mutable: true }],
  ['a length that is no number', { Name: 'name', StringAttributeConstraints: { MaxLength: 'x' } }],
  ['more than it holds', { Name: 'nickname', StringAttributeConstraints: { MaxLength: '4096' } }],
  [
    'less than nothing',
    { Name: 'nickname', StringAttributeConstraints: { MinLength: '9', MaxLength: '3' } },
  ],
  ['a short birthdate', { Name: 'birthdate', StringAttributeConstraints: { MinLength: '4' } }],
  [
    'a negative time',
    { Name: 'updated_at', NumberAttributeConstraints: { MinValue: '-1', MaxValue: '9' } },
  ],
])('a standard attribute cannot be given %s', async (_, attribute) => {
  const { create } = await withPools();
  await expect(create({ Schema: [attribute] })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('standard attributes in a schema stay standard, the verified flags too', async () => {
  const { create } = await withPools();
  const pool = await create({
    Schema: [
      { Name: 'email_verified', AttributeDataType: 'Boolean', Mutable: true },
      { Name: 'sub', AttributeDataType: 'String', Mutable: false, Required: true },
      { Name: 'nickname', StringAttributeConstraints: { MinLength: '2' } },
    ],
  });
  expect(pool?.SchemaAttributes).toHaveLength(21);
  expect(pool?.SchemaAttributes).toContainEqual(
    expect.objectContaining({
      Name: 'nickname',
      StringAttributeConstraints: { MinLength: '2', MaxLength: '2048' },
    }),
  );
});

test.each(['two words', 'tab\there', 'line\nbreak', 'no\u00a0break', ''])(
  'a custom attribute cannot be named %j',
  async (Name) => {
    const { cognito, create } = await withPools();
    const attribute: SchemaAttributeType = { Name, AttributeDataType: 'String' };
    const refused = { name: 'InvalidParameterException' };
    await expect(create({ Schema: [attribute] })).rejects.toMatchObject(refused);
    const UserPoolId = (await create())?.Id;
    await expect(
      cognito.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [attribute] })),
    ).rejects.toMatchObject(refused);
  },
);

test('an update resets what it leaves out but keeps what only creation sets', async () => {
  const { cognito, create, describe } = await withPools();
  const pool = await create({
    AliasAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    Schema: [{ Name: 'tenant', AttributeDataType: 'String' }],
  });
  await cognito.send(
    new UpdateUserPoolCommand({ UserPoolId: pool?.Id, DeletionProtection: 'ACTIVE' }),
  );
  const updated = await describe(pool?.Id);
  expect(updated).toMatchObject({ DeletionProtection: 'ACTIVE', AliasAttributes: ['email'] });
  expect(updated?.AutoVerifiedAttributes).toBeUndefined();
  expect(updated?.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:tenant');
});

test('an update keeps MFA, the tier and both parts of Policies when it leaves them out', async () => {
  const { cognito, create, describe } = await withPools();
  const policy = { MinimumLength: 12, RequireSymbols: false, TemporaryPasswordValidityDays: 3 };
  const factors = { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] };
  const UserPoolId = (
    await create({
      Policies: { PasswordPolicy: policy, SignInPolicy: factors },
      MfaConfiguration: 'OPTIONAL',
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
      UserPoolTier: 'PLUS',
    })
  )?.Id;
  const update = async (more: Partial<UpdateUserPoolCommandInput>) => {
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...more }));
    return describe(UserPoolId);
  };
  expect(await update({ AutoVerifiedAttributes: ['email'] })).toMatchObject({
    AutoVerifiedAttributes: ['email'],
    Policies: { PasswordPolicy: policy, SignInPolicy: factors },
    MfaConfiguration: 'OPTIONAL',
    UserPoolTier: 'PLUS',
  });
  const onlyPassword = { AllowedFirstAuthFactors: ['PASSWORD' as const] };
  expect((await update({ Policies: { SignInPolicy: onlyPassword } }))?.Policies).toMatchObject({
    PasswordPolicy: policy,
    SignInPolicy: onlyPassword,
  });
  const longer = { MinimumLength: 20, TemporaryPasswordValidityDays: 1 };
  const Policies = { PasswordPolicy: longer };
  expect((await update({ Policies }))?.Policies).toMatchObject({
    PasswordPolicy: longer,
    SignInPolicy: onlyPassword,
  });
  const unused = await update({ AdminCreateUserConfig: { UnusedAccountValidityDays: 5 } });
  expect(unused?.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays).toBe(5);
});

test('the life of a temporary password is said in one place only', async () => {
  const { cognito, create } = await withPools();
  const both = {
    Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 7 } },
    AdminCreateUserConfig: { UnusedAccountValidityDays: 7 },
  };
  const refused = {
    name: 'InvalidParameterException',
    message:
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
  };
  await expect(create(both)).rejects.toMatchObject(refused);
  const UserPoolId = (await create())?.Id;
  await expect(
    cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...both })),
  ).rejects.toMatchObject(refused);
});

test('a protected pool cannot be deleted, another is gone with all in it', async () => {
  const { cognito, create, describe } = await withPools();
  const guarded = await create({ DeletionProtection: 'ACTIVE' });
  await expect(
    cognito.send(new DeleteUserPoolCommand({ UserPoolId: guarded?.Id })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const pool = await create();
  await cognito.send(new DeleteUserPoolCommand({ UserPoolId: pool?.Id }));
  await expect(describe(pool?.Id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('pools are listed in pages', async () => {
  const { cognito, create } = await withPools();
  await create({ PoolName: 'two' });
  await create({ PoolName: 'three' });
  const first = await cognito.send(new ListUserPoolsCommand({ MaxResults: 2 }));
  const second = await cognito.send(
    new ListUserPoolsCommand({ MaxResults: 2, NextToken: first.NextToken }),
  );
  expect(first.UserPools?.map((pool) => pool.Name)).toEqual(['Sandbox', 'two']);
  expect(second.UserPools?.map((pool) => pool.Name)).toEqual(['three']);
  expect(second.NextToken).toBeUndefined();
});

test('custom attributes can be added once', async () => {
  const { cognito, create, describe } = await withPools();
  const pool = await create();
  const add = () =>
    cognito.send(
      new AddCustomAttributesCommand({
        UserPoolId: pool?.Id,
        CustomAttributes: [{ Name: 'plan', AttributeDataType: 'Number' }],
      }),
    );
  await add();
  expect((await describe(pool?.Id))?.SchemaAttributes?.at(-1)).toMatchObject({
    Name: 'custom:plan',
    AttributeDataType: 'Number',
    Mutable: true,
  });
  await expect(add()).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('custom:plan'),
  });
});
