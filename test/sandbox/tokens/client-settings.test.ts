import {
  AdminAddUserToGroupCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, createTestPool, type TestPool } from '../sign-in/pool.ts';
import { refresh, signInByPassword, tokensByPassword } from '../sign-in/sdk-calls.ts';

let cognito: CognitoIdentityProviderClient;

beforeEach(async () => {
  ({ cognito } = await runningSandbox());
});

function claimsOf(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());
}

async function poolWithClient(
  client: Parameters<typeof createTestPool>[2],
  attributes?: Record<string, string>,
): Promise<TestPool> {
  const pool = await createTestPool(cognito, {}, client);
  await createConfirmedUser(cognito, pool, 'ada', attributes);
  return pool;
}

describe('a client’s settings', () => {
  it('decide how long tokens live', async () => {
    const pool = await poolWithClient({
      AccessTokenValidity: 10,
      IdTokenValidity: 2,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'hours' },
    });
    const { AuthenticationResult } = await signInByPassword(cognito, pool);
    expect(claimsOf(AuthenticationResult?.AccessToken)).not.toHaveProperty('version');
    expect(AuthenticationResult?.ExpiresIn).toBe(600);
    const lifetime = (token: string | undefined) => {
      const { exp, iat } = claimsOf(token);
      return Number(exp) - Number(iat);
    };
    expect(lifetime(AuthenticationResult?.AccessToken)).toBe(600);
    expect(lifetime(AuthenticationResult?.IdToken)).toBe(7200);
  });

  it('decide which attributes it reads and writes', async () => {
    const pool = await poolWithClient(
      { ReadAttributes: ['email'], WriteAttributes: ['name'] },
      { email: 'ada@example.com', email_verified: 'true', nickname: 'countess' },
    );
    const { AccessToken, IdToken } = await tokensByPassword(cognito, pool);
    const claims = claimsOf(IdToken);
    expect(claims.email).toBe('ada@example.com');
    expect(claims).not.toHaveProperty('nickname');
    expect(claims).not.toHaveProperty('email_verified');
    const { UserAttributes } = await cognito.send(new GetUserCommand({ AccessToken }));
    expect((UserAttributes ?? []).map(({ Name }) => Name)).toEqual(['sub', 'email']);
    const write = (Name: string) =>
      cognito.send(
        new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value: 'x' }] }),
      );
    await write('name');
    await expect(write('nickname')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('without revocation leave its claims out; global sign-out still works', async () => {
    const pool = await poolWithClient({ EnableTokenRevocation: false });
    const { AccessToken, IdToken, RefreshToken } = await tokensByPassword(cognito, pool);
    for (const token of [AccessToken, IdToken]) {
      expect(claimsOf(token)).not.toHaveProperty('origin_jti');
      expect(claimsOf(token)).not.toHaveProperty('jti');
    }
    await expect(
      cognito.send(new RevokeTokenCommand({ Token: RefreshToken, ClientId: pool.clientId })),
    ).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
    await cognito.send(new GlobalSignOutCommand({ AccessToken }));
    await expect(cognito.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

describe('the preferred role', () => {
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

  it.each<
    [string, [precedence: number | undefined, role: string | undefined][], string | undefined]
  >([
    [
      'is that of the group that comes first',
      [
        [2, 'b'],
        [1, 'a'],
      ],
      'a',
    ],
    [
      'is left out when two of the same precedence differ',
      [
        [1, 'a'],
        [1, 'b'],
        [2, 'c'],
      ],
      undefined,
    ],
    [
      'is left out when none has a precedence and roles differ',
      [
        [undefined, 'a'],
        [undefined, 'b'],
      ],
      undefined,
    ],
    [
      'is the one that two of the same precedence share',
      [
        [1, 'a'],
        [1, 'a'],
        [2, 'b'],
      ],
      'a',
    ],
    [
      'does not mind a tie further back',
      [
        [1, 'a'],
        [2, 'b'],
        [2, 'c'],
      ],
      'a',
    ],
    [
      'does not mind a group of the same precedence without a role',
      [
        [1, undefined],
        [1, 'a'],
      ],
      'a',
    ],
  ])('%s', async (_, groups, preferred) => {
    const pool = await poolWithClient({});
    for (const [index, [Precedence, roleName]] of groups.entries()) {
      const group = { UserPoolId: pool.userPoolId, GroupName: `group-${index}` };
      const RoleArn = roleName === undefined ? undefined : role(roleName);
      await cognito.send(new CreateGroupCommand({ ...group, Precedence, RoleArn }));
      await cognito.send(new AdminAddUserToGroupCommand({ ...group, Username: 'ada' }));
    }
    const { IdToken } = await tokensByPassword(cognito, pool);
    expect(claimsOf(IdToken)['cognito:preferred_role']).toBe(preferred && role(preferred));
  });
});

describe('the groups in tokens', () => {
  it('come by precedence, with the first one’s role preferred', async () => {
    const pool = await poolWithClient({});
    for (const [GroupName, Precedence] of [
      ['readers', 9],
      ['x,admins', 1],
    ] as const) {
      const group = { UserPoolId: pool.userPoolId, GroupName };
      await cognito.send(
        new CreateGroupCommand({
          ...group,
          Precedence,
          RoleArn: `arn:aws:iam::123456789012:role/${GroupName.replace(',', '-')}`,
        }),
      );
      await cognito.send(new AdminAddUserToGroupCommand({ ...group, Username: 'ada' }));
    }
    const { AccessToken, IdToken, RefreshToken, device } = await tokensByPassword(cognito, pool);
    const { AuthenticationResult } = await refresh(cognito, pool, RefreshToken, device);
    for (const token of [AccessToken, IdToken, AuthenticationResult?.AccessToken]) {
      expect(claimsOf(token)['cognito:groups']).toEqual(['x,admins', 'readers']);
    }
    expect(claimsOf(IdToken)).toMatchObject({
      'cognito:roles': [
        'arn:aws:iam::123456789012:role/x-admins',
        'arn:aws:iam::123456789012:role/readers',
      ],
      'cognito:preferred_role': 'arn:aws:iam::123456789012:role/x-admins',
    });
  });
});
