import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import { toRecord } from '../users/people.ts';
import { createConfirmedUser, createTestPool, type TestPool, testPassword } from './pool.ts';
import { signInAsAdmin, signInByPassword } from './sdk-calls.ts';
import { signInBySrp } from './srp-client.ts';

let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

const openPool = async (settings: Parameters<typeof createTestPool>[1] = {}) => {
  pool = await createTestPool(cognito, settings);
};

beforeEach(async () => {
  ({ cognito } = await runningSandbox());
  await openPool();
});

describe('a user who has not confirmed the sign-up', () => {
  const unconfirmed = { name: 'UserNotConfirmedException', message: 'User is not confirmed.' };

  it('hears so with any password, and is never locked out', async () => {
    await cognito.send(
      new SignUpCommand({ ClientId: pool.clientId, Username: 'ada', Password: testPassword }),
    );
    for (const password of [testPassword, ...Array(7).fill('Wrong-Horse-1')]) {
      await expect(signInByPassword(cognito, pool, 'ada', password)).rejects.toMatchObject(
        unconfirmed,
      );
    }
    for (const password of [testPassword, 'Wrong-Horse-1']) {
      await expect(signInBySrp(cognito, pool, { password })).rejects.toMatchObject(unconfirmed);
      await expect(signInAsAdmin(cognito, pool, 'ada', password)).rejects.toMatchObject(
        unconfirmed,
      );
    }
    await cognito.send(
      new AdminConfirmSignUpCommand({ UserPoolId: pool.userPoolId, Username: 'ada' }),
    );
    expect((await signInByPassword(cognito, pool)).AuthenticationResult).toBeDefined();
  });
});

describe('the sub', () => {
  const noSuchUser = { name: 'UserNotFoundException', message: 'User does not exist.' };

  const subOf = async (Username: string) => {
    const user = await cognito.send(
      new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username }),
    );
    return toRecord(user.UserAttributes).sub ?? '';
  };

  it('is no name to sign in with, in any flow', async () => {
    await createConfirmedUser(cognito, pool);
    const sub = await subOf('ada');
    await expect(signInByPassword(cognito, pool, sub)).rejects.toMatchObject(noSuchUser);
    await expect(signInAsAdmin(cognito, pool, sub)).rejects.toMatchObject(noSuchUser);
    await expect(signInBySrp(cognito, pool, { username: sub })).rejects.toMatchObject(noSuchUser);
  });

  it('signs people in where it is the username', async () => {
    await openPool({ UsernameAttributes: ['email'] });
    await createConfirmedUser(cognito, pool, 'ada@example.com', {});
    const username = await subOf('ada@example.com');
    expect((await signInBySrp(cognito, pool, { username })).AuthenticationResult).toBeDefined();
  });
});
