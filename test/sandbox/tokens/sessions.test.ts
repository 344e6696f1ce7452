import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  type CognitoIdentityProviderClient,
  GetUserCommand,
  ListUserSessionsCommand,
  RevokeUserSessionCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, createTestPool, type TestPool } from '../sign-in/pool.ts';
import { tokensByPassword } from '../sign-in/sdk-calls.ts';

let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let now: Date;

beforeEach(async () => {
  now = new Date();
  ({ cognito } = await runningSandbox({}, { clock: () => now }));
  pool = await createTestPool(cognito, { UserPoolTier: 'ESSENTIALS' });
  await createConfirmedUser(cognito, pool);
});

const track = (MaxPerUser = 20) =>
  cognito.send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId: pool.userPoolId,
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser },
    }),
  );

const list = async () => {
  const target = { UserPoolId: pool.userPoolId, Username: 'ada' };
  const { Sessions } = await cognito.send(new AdminListUserSessionsCommand(target));
  return Sessions ?? [];
};

const getUser = (AccessToken: string) => cognito.send(new GetUserCommand({ AccessToken }));

describe('the sessions of a user', () => {
  it('cannot be listed before they are tracked', async () => {
    await expect(list()).rejects.toMatchObject({ name: 'OperationNotEnabledException' });
  });

  it('are listed with when and from where, and revoked one by one', async () => {
    await track();
    const first = await tokensByPassword(cognito, pool);
    now = new Date(now.getTime() + 60_000);
    const second = await tokensByPassword(cognito, pool);
    const sessions = await list();
    expect(sessions).toHaveLength(2);
    expect(sessions[0]).toMatchObject({
      SessionType: 'TOKEN',
      ClientId: pool.clientId,
      LastIPAddress: '127.0.0.1',
      CreateDate: now,
    });
    expect(sessions[0]?.SessionId).toMatch(/^tkn[0-9a-z]{25}$/);
    await cognito.send(
      new AdminRevokeUserSessionCommand({
        UserPoolId: pool.userPoolId,
        Username: 'ada',
        SessionId: sessions[0]?.SessionId,
      }),
    );
    await expect(getUser(second.AccessToken)).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
    expect((await getUser(first.AccessToken)).Username).toBe('ada');
    expect(await list()).toHaveLength(1);
  });

  it('are the user’s own to list and revoke, and nobody else’s', async () => {
    await track();
    await createConfirmedUser(cognito, pool, 'bob');
    const ada = await tokensByPassword(cognito, pool);
    const bob = await tokensByPassword(cognito, pool, 'bob');
    const { Sessions } = await cognito.send(
      new ListUserSessionsCommand({ AccessToken: ada.AccessToken }),
    );
    expect(Sessions).toHaveLength(1);
    expect(Sessions?.[0]).toMatchObject({ IsCurrentSession: true });
    const SessionId = Sessions?.[0]?.SessionId;
    await expect(
      cognito.send(new RevokeUserSessionCommand({ AccessToken: bob.AccessToken, SessionId })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await cognito.send(new RevokeUserSessionCommand({ AccessToken: ada.AccessToken, SessionId }));
    await expect(getUser(ada.AccessToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('are no more than the pool allows: the one idle longest ends', async () => {
    await track(2);
    const tokens = [];
    for (let index = 0; index < 3; index += 1) {
      tokens.push(await tokensByPassword(cognito, pool));
      now = new Date(now.getTime() + 1000);
    }
    expect(await list()).toHaveLength(2);
    await expect(getUser(tokens[0]?.AccessToken ?? '')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect((await getUser(tokens[1]?.AccessToken ?? '')).Username).toBe('ada');
  });
});
