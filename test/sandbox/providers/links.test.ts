import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { sandboxWithPeople } from '../users/people.ts';

async function withGoogle(users = 0) {
  const people = await sandboxWithPeople({ users });
  const { cognito, sandbox } = people;
  const UserPoolId = sandbox.userPoolId;
  const google = (id: string) => ({
    ProviderName: 'Google',
    ProviderAttributeName: 'Cognito_Subject',
    ProviderAttributeValue: id,
  });
  return {
    ...people,
    UserPoolId,
    google,
    link: (username: string, source: object) =>
      cognito.send(
        new AdminLinkProviderForUserCommand({
          UserPoolId,
          DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
          SourceUser: source,
        }),
      ),
    unlink: (id: string) =>
      cognito.send(new AdminDisableProviderForUserCommand({ UserPoolId, User: google(id) })),
    async identities(username: string) {
      const { attributes } = await people.look(username);
      return JSON.parse(attributes.identities ?? '[]');
    },
  };
}

test('a linked identity shows in the profile until it is taken away', async () => {
  const { google, link, unlink, identities } = await withGoogle();
  await link('admin', google('123'));
  expect(await identities('admin')).toEqual([
    expect.objectContaining({ userId: '123', providerName: 'Google', primary: false }),
  ]);
  await unlink('123');
  expect(await identities('admin')).toEqual([]);
  await expect(unlink('123')).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

test('an identity is linked to one user only', async () => {
  const { google, link } = await withGoogle();
  await link('admin', google('123'));
  await expect(link('admin', google('123'))).rejects.toMatchObject({
    message: 'SourceUser is already linked to DestinationUser',
  });
  await expect(link('support', google('123'))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('Merging is not currently supported'),
  });
});

test('somebody who has signed in with an identity cannot be merged', async () => {
  const { cognito, UserPoolId, google, link } = await withGoogle(200);
  const { Users } = await cognito.send(
    new ListUsersCommand({ UserPoolId, Filter: 'username ^= "google_"', Limit: 1 }),
  );
  const id = Users?.[0]?.Username?.replace('google_', '') ?? '';
  await expect(link('admin', google(id))).rejects.toMatchObject({
    message: expect.stringContaining('Merging is not currently supported'),
  });
});

test('a user has five linked identities at most', async () => {
  const { google, link } = await withGoogle();
  for (const id of ['1', '2', '3', '4', '5']) await link('admin', google(id));
  await expect(link('admin', google('6'))).rejects.toMatchObject({
    name: 'LimitExceededException',
  });
});

test('an unknown provider, another attribute of a social one, and nobody are refused', async () => {
  const { google, link } = await withGoogle();
  await expect(link('admin', { ...google('1'), ProviderName: 'Okta' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await expect(
    link('admin', { ...google('1'), ProviderAttributeName: 'email' }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(link('nobody', google('1'))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
});
