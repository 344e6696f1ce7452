import {
  AdminCreateUserCommand,
  CreateUserPoolClientCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createSignInGateway } from '../../../server/cognito/sign-in/create-sign-in-gateway.ts';
import { runningSandbox } from '../../sandbox/running.ts';

const temporary = 'Temporary-1';
const password = 'Sandbox-1234';

/** A pool whose app client has a secret, and somebody invited to it. */
async function poolWithSecret() {
  const { sandbox, cognito } = await runningSandbox({ users: 0 });
  const { userPoolId, region, endpoint, jwks } = sandbox;
  const { UserPoolClient: client } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: 'with a secret',
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: 'nora',
      TemporaryPassword: temporary,
      MessageAction: 'SUPPRESS',
    }),
  );
  const clientId = client?.ClientId ?? '';
  return { userPoolId, region, endpoint, jwks, clientId, clientSecret: client?.ClientSecret };
}

describe('an app client with a secret', () => {
  it('proves it on every call that takes it', async () => {
    const pool = await poolWithSecret();
    const gateway = createSignInGateway(pool);
    const asked = await gateway.signIn('nora', temporary);
    if (asked.kind !== 'challenge' || asked.challenge.name !== 'NEW_PASSWORD_REQUIRED') {
      throw new Error('No new password was asked for.');
    }
    const answered = await gateway.setNewPassword(asked.challenge, password, {});
    if (answered.kind !== 'tokens') throw new Error('No tokens were issued.');
    const { refreshToken = '', deviceKey } = answered.tokens;
    expect((await gateway.refresh(refreshToken, 'nora', deviceKey)).idToken).toBeTruthy();
    await gateway.revoke(refreshToken);
    await expect(gateway.refresh(refreshToken, 'nora', deviceKey)).rejects.toMatchObject({
      code: 'session_ended',
    });
  });

  it.each([undefined, 'another-secret'])('cannot sign anybody in with %s', async (clientSecret) => {
    const gateway = createSignInGateway({ ...(await poolWithSecret()), clientSecret });
    await expect(gateway.signIn('nora', temporary)).rejects.toMatchObject({
      code: 'sign_in_misconfigured',
    });
  });
});

it('a client that rotates refresh tokens gives the next one, and the old one ends the session', async () => {
  const { sandbox, cognito } = await runningSandbox({ users: 0 });
  const { UserPoolClient: client } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: sandbox.userPoolId,
      ClientName: 'rotating',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    }),
  );
  const clientId = client?.ClientId ?? '';
  const gateway = createSignInGateway({ ...sandbox, clientId, clientSecret: undefined });
  const result = await gateway.signIn('admin', password);
  if (result.kind !== 'tokens') throw new Error('No tokens were issued.');
  const { refreshToken: first = '', deviceKey } = result.tokens;
  const second = (await gateway.refresh(first, 'admin', deviceKey)).refreshToken ?? '';
  expect(second).not.toBe('');
  expect(second).not.toBe(first);
  expect((await gateway.refresh(second, 'admin', deviceKey)).refreshToken).toBeDefined();
  await expect(gateway.refresh(first, 'admin', deviceKey)).rejects.toMatchObject({
    code: 'session_ended',
  });
});

it('somebody who signed up themselves must be confirmed first', async () => {
  const { sandbox, cognito } = await runningSandbox({ users: 0 });
  const { clientId } = sandbox;
  await cognito.send(
    new SignUpCommand({
      ClientId: clientId,
      Username: 'nora',
      Password: password,
      UserAttributes: [{ Name: 'email', Value: 'nora@example.com' }],
    }),
  );
  const gateway = createSignInGateway({ ...sandbox, clientSecret: undefined });
  await expect(gateway.signIn('nora', password)).rejects.toMatchObject({
    code: 'sign_in_failed',
  });
});
