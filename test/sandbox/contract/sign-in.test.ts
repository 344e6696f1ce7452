import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminUserGlobalSignOutCommand,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, onTestFinished, test } from 'vitest';
import { openPool, password } from './pool-under-test.ts';

const newPassword = `${password}2`;

async function withClient() {
  const pool = await openPool();
  const { cognito, UserPoolId } = pool;
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'poolkeeper-test',
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const ClientId = UserPoolClient?.ClientId;
  onTestFinished(async () => {
    await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
  });
  return {
    ...pool,
    signIn: (USERNAME: string, PASSWORD: string) =>
      cognito.send(
        new AdminInitiateAuthCommand({
          UserPoolId,
          ClientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME, PASSWORD },
        }),
      ),
    choosePassword: (USERNAME: string, Session: string | undefined) =>
      cognito.send(
        new AdminRespondToAuthChallengeCommand({
          UserPoolId,
          ClientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          ChallengeResponses: { USERNAME, NEW_PASSWORD: newPassword },
          Session,
        }),
      ),
  };
}

test('an invited user signs in, chooses a password and holds tokens until signed out', async () => {
  const { cognito, UserPoolId, newName, create, look, signIn, choosePassword } = await withClient();
  const name = newName();
  await create(name);
  const challenge = await signIn(name, password);
  expect(challenge.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  const { AuthenticationResult } = await choosePassword(
    challenge.ChallengeParameters?.USER_ID_FOR_SRP ?? name,
    challenge.Session,
  );
  expect((await look(name)).UserStatus).toBe('CONFIRMED');
  const { AccessToken } = AuthenticationResult ?? {};
  const me = await cognito.send(new GetUserCommand({ AccessToken }));
  expect(me.Username).toBe((await look(name)).Username);
  await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: name }));
  await expect(cognito.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
});

test('a wrong password and a disabled user are refused', async () => {
  const { cognito, UserPoolId, newName, create, signIn } = await withClient();
  const Username = newName();
  await create(Username);
  await expect(signIn(Username, `${password}wrong`)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
  await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username }));
  await expect(signIn(Username, password)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User is disabled.',
  });
});
