import {
  CreateIdentityProviderCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  ListIdentityProvidersCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';

async function withProviders() {
  const { cognito, sandbox } = await runningSandbox();
  const UserPoolId = sandbox.userPoolId;
  return {
    cognito,
    UserPoolId,
    create: (ProviderName: string, ProviderType: 'OIDC' | 'Google') =>
      cognito.send(
        new CreateIdentityProviderCommand({
          UserPoolId,
          ProviderName,
          ProviderType,
          ProviderDetails: { client_id: 'abc' },
          AttributeMapping: { email: 'email' },
        }),
      ),
    describe: async (ProviderName: string) =>
      (await cognito.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName })))
        .IdentityProvider,
  };
}

test('a provider is made, changed, listed and deleted', async () => {
  const { cognito, UserPoolId, create, describe } = await withProviders();
  await create('Okta', 'OIDC');
  await cognito.send(
    new UpdateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Okta',
      IdpIdentifiers: ['example.com'],
    }),
  );
  expect(await describe('Okta')).toMatchObject({
    ProviderType: 'OIDC',
    ProviderDetails: { client_id: 'abc' },
    AttributeMapping: { email: 'email' },
    IdpIdentifiers: ['example.com'],
  });
  const page = await cognito.send(new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 1 }));
  expect(page.Providers?.map(({ ProviderName }) => ProviderName)).toEqual(['Google']);
  const rest = await cognito.send(
    new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 1, NextToken: page.NextToken }),
  );
  expect(rest.Providers?.map(({ ProviderName }) => ProviderName)).toEqual(['Okta']);
  await cognito.send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName: 'Okta' }));
  await expect(describe('Okta')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a name is taken once, and a social provider bears the name of its kind', async () => {
  const { create } = await withProviders();
  await create('Okta', 'OIDC');
  await expect(create('Okta', 'OIDC')).rejects.toMatchObject({
    name: 'DuplicateProviderException',
  });
  await expect(create('MyGoogle', 'Google')).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});
