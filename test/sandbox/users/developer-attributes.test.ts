import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  GetUserCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import {
  createConfirmedUser,
  createTestPool,
  type TestPool,
  testPassword,
} from '../sign-in/pool.ts';
import { signInByPassword, tokensByPassword } from '../sign-in/sdk-calls.ts';
import { toRecord } from './people.ts';

const rank = 'dev:custom:rank';
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

beforeEach(async () => {
  ({ cognito } = await runningSandbox());
  pool = await createTestPool(cognito, {
    Schema: [{ Name: 'rank', AttributeDataType: 'String', DeveloperOnlyAttribute: true }],
  });
});

it('an administrator reads and writes a developer-only attribute', async () => {
  const named = { UserPoolId: pool.userPoolId, Username: 'ada' };
  await createConfirmedUser(cognito, pool, 'ada', { [rank]: '1' });
  const read = async () =>
    toRecord((await cognito.send(new AdminGetUserCommand(named))).UserAttributes)[rank];
  expect(await read()).toBe('1');
  await cognito.send(
    new AdminUpdateUserAttributesCommand({
      ...named,
      UserAttributes: [{ Name: rank, Value: '2' }],
    }),
  );
  expect(await read()).toBe('2');
});

it('people neither read nor write it, in no token and no challenge', async () => {
  await createConfirmedUser(cognito, pool, 'ada', { [rank]: '1', nickname: 'countess' });
  const { AccessToken, IdToken } = await tokensByPassword(cognito, pool);
  expect(Buffer.from(IdToken.split('.')[1] ?? '', 'base64url').toString()).not.toContain('rank');
  const { UserAttributes } = await cognito.send(new GetUserCommand({ AccessToken }));
  expect(toRecord(UserAttributes)).toEqual({ sub: expect.any(String), nickname: 'countess' });
  const refused = {
    name: 'NotAuthorizedException',
    message: 'A client attempted to write unauthorized attribute',
  };
  const written = [{ Name: rank, Value: '9' }];
  await expect(
    cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: written })),
  ).rejects.toMatchObject(refused);
  const newcomer = { ClientId: pool.clientId, Username: 'bob', Password: testPassword };
  await expect(
    cognito.send(new SignUpCommand({ ...newcomer, UserAttributes: written })),
  ).rejects.toMatchObject(refused);
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: pool.userPoolId,
      Username: 'carl',
      TemporaryPassword: testPassword,
      UserAttributes: [...written, { Name: 'nickname', Value: 'c' }],
    }),
  );
  const { ChallengeParameters } = await signInByPassword(cognito, pool, 'carl');
  expect(JSON.parse(ChallengeParameters?.userAttributes ?? '')).toEqual({ nickname: 'c' });
});

it.each(['ReadAttributes', 'WriteAttributes'] as const)(
  'no client lists it in %s',
  async (list) => {
    await expect(
      cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId: pool.userPoolId,
          ClientName: 'app',
          [list]: ['email', rank],
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  },
);
