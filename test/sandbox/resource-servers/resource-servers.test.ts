import {
  CreateResourceServerCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  ListResourceServersCommand,
  UpdateResourceServerCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';

const read = { ScopeName: 'read', ScopeDescription: 'Read orders' };

async function withServers() {
  const { cognito, sandbox } = await runningSandbox();
  const UserPoolId = sandbox.userPoolId;
  return {
    cognito,
    UserPoolId,
    create: (Identifier: string, Scopes = [read]) =>
      cognito.send(
        new CreateResourceServerCommand({ UserPoolId, Identifier, Name: 'API', Scopes }),
      ),
    describe: async (Identifier: string) =>
      (await cognito.send(new DescribeResourceServerCommand({ UserPoolId, Identifier })))
        .ResourceServer,
  };
}

test('a resource server is made, changed and deleted', async () => {
  const { cognito, UserPoolId, create, describe } = await withServers();
  const Identifier = 'https://orders.example.com';
  await create(Identifier);
  expect(await describe(Identifier)).toEqual({
    UserPoolId,
    Identifier,
    Name: 'API',
    Scopes: [read],
  });
  await cognito.send(new UpdateResourceServerCommand({ UserPoolId, Identifier, Name: 'Orders' }));
  expect(await describe(Identifier)).toMatchObject({ Name: 'Orders', Scopes: [] });
  await cognito.send(new DeleteResourceServerCommand({ UserPoolId, Identifier }));
  await expect(describe(Identifier)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('an identifier is taken once, and a scope name has no slash', async () => {
  const { create } = await withServers();
  await create('orders');
  await expect(create('orders')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(create('stock', [{ ...read, ScopeName: 'a/b' }])).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('resource servers come in pages', async () => {
  const { cognito, UserPoolId, create } = await withServers();
  await create('a');
  await create('b');
  const page = await cognito.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 1 }));
  const rest = await cognito.send(
    new ListResourceServersCommand({ UserPoolId, MaxResults: 1, NextToken: page.NextToken }),
  );
  expect([page, rest].map((answer) => answer.ResourceServers?.[0]?.Identifier)).toEqual(['a', 'b']);
  expect(rest.NextToken).toBeUndefined();
});
