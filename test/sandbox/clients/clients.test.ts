import {
  CreateIdentityProviderCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';

async function withClients() {
  const { cognito, sandbox } = await runningSandbox();
  const UserPoolId = sandbox.userPoolId;
  return {
    cognito,
    UserPoolId,
    create: async (input: Partial<CreateUserPoolClientCommandInput> = {}) =>
      (
        await cognito.send(
          new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web', ...input }),
        )
      ).UserPoolClient,
    describe: async (ClientId: string | undefined) =>
      (await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })))
        .UserPoolClient,
  };
}

test('a client has the defaults of AWS, and a secret only when it asks for one', async () => {
  const { create, describe } = await withClients();
  const plain = await describe((await create())?.ClientId);
  expect(plain).toMatchObject({
    ClientName: 'web',
    RefreshTokenValidity: 30,
    EnableTokenRevocation: true,
    AuthSessionValidity: 3,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
  });
  expect(plain?.ClientSecret).toBeUndefined();
  const secret = await create({ GenerateSecret: true });
  expect(secret?.ClientSecret).toMatch(/^[a-z0-9]{51}$/);
  expect((await describe(secret?.ClientId))?.ClientSecret).toBe(secret?.ClientSecret);
});

test.each<[string, Partial<CreateUserPoolClientCommandInput>, string]>([
  [
    'mixed names of flows',
    { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_USER_SRP_AUTH'] },
    'InvalidParameterException',
  ],
  [
    'access tokens of a minute',
    { AccessTokenValidity: 1, TokenValidityUnits: { AccessToken: 'minutes' } },
    'InvalidParameterException',
  ],
  [
    'access tokens of a week',
    { AccessTokenValidity: 7, TokenValidityUnits: { AccessToken: 'days' } },
    'InvalidParameterException',
  ],
  [
    'a refresh token that ends first',
    {
      RefreshTokenValidity: 1,
      AccessTokenValidity: 2,
      TokenValidityUnits: { RefreshToken: 'hours' },
    },
    'InvalidParameterException',
  ],
  ['an unknown attribute', { ReadAttributes: ['custom:nothing'] }, 'InvalidParameterException'],
  [
    'write access to a verified flag',
    { WriteAttributes: ['email_verified'] },
    'InvalidParameterException',
  ],
  ['an unknown provider', { SupportedIdentityProviders: ['Okta'] }, 'InvalidParameterException'],
  ['an unknown scope', { AllowedOAuthScopes: ['orders/read'] }, 'ScopeDoesNotExistException'],
  ['OAuth without flows', { AllowedOAuthFlowsUserPoolClient: true }, 'InvalidParameterException'],
  ['a code flow that leads nowhere', { AllowedOAuthFlows: ['code'] }, 'InvalidParameterException'],
  [
    'client credentials without a secret',
    { AllowedOAuthFlows: ['client_credentials'] },
    'InvalidOAuthFlowException',
  ],
  [
    'a callback over HTTP',
    { CallbackURLs: ['http://app.example.com/'] },
    'InvalidParameterException',
  ],
  [
    'a callback with a fragment',
    { CallbackURLs: ['https://app.example.com/#x'] },
    'InvalidParameterException',
  ],
  [
    'a default redirect that is no callback',
    { CallbackURLs: ['https://a.example/'], DefaultRedirectURI: 'https://b.example/' },
    'InvalidParameterException',
  ],
])('a client with %s is refused', async (_, input, name) => {
  const { create } = await withClients();
  await expect(create(input)).rejects.toMatchObject({ name });
});

test('a client may use what its pool has: providers, scopes, local callbacks', async () => {
  const { cognito, UserPoolId, create } = await withClients();
  await cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Okta',
      ProviderType: 'OIDC',
      ProviderDetails: { client_id: 'x' },
    }),
  );
  await cognito.send(
    new CreateResourceServerCommand({
      UserPoolId,
      Identifier: 'orders',
      Name: 'Orders',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'Read orders' }],
    }),
  );
  const wanted = {
    SupportedIdentityProviders: ['COGNITO', 'Okta'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code' as const],
    AllowedOAuthScopes: ['openid', 'orders/read'],
    CallbackURLs: ['http://localhost:3000/back', 'app://back'],
  };
  expect(await create(wanted)).toMatchObject(wanted);
});

test('an update resets what it leaves out and keeps id and secret', async () => {
  const { cognito, UserPoolId, create, describe } = await withClients();
  const client = await create({ GenerateSecret: true, AccessTokenValidity: 2 });
  await cognito.send(
    new UpdateUserPoolClientCommand({ UserPoolId, ClientId: client?.ClientId, ClientName: 'app' }),
  );
  const updated = await describe(client?.ClientId);
  expect(updated).toMatchObject({ ClientName: 'app', ClientSecret: client?.ClientSecret });
  expect(updated?.AccessTokenValidity).toBeUndefined();
});

test('clients are listed in pages and gone once deleted', async () => {
  const { cognito, UserPoolId, create, describe } = await withClients();
  const second = await create({ ClientName: 'second' });
  const page = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 1 }));
  const rest = await cognito.send(
    new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 1, NextToken: page.NextToken }),
  );
  expect(page.UserPoolClients?.[0]?.ClientName).toBe('poolkeeper');
  expect(rest.UserPoolClients?.[0]?.ClientId).toBe(second?.ClientId);
  expect(rest.NextToken).toBeUndefined();
  await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: second?.ClientId }));
  await expect(describe(second?.ClientId)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
