import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type CreateUserPoolCommandInput,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, createTestPool, testPassword } from '../sign-in/pool.ts';
import { signInByPassword } from '../sign-in/sdk-calls.ts';
import { signInBySrp } from '../sign-in/srp-client.ts';

async function poolWith(settings: Partial<CreateUserPoolCommandInput>) {
  const { cognito } = await runningSandbox();
  const pool = await createTestPool(cognito, settings);
  return { cognito, pool, UserPoolId: pool.userPoolId };
}

describe('a pool made without UsernameConfiguration', () => {
  it('lets two usernames differ by case alone', async () => {
    const { cognito, pool, UserPoolId } = await poolWith({});
    await createConfirmedUser(cognito, pool, 'anna');
    await createConfirmedUser(cognito, pool, 'Anna', {});
    for (const Username of ['anna', 'Anna']) {
      const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
      expect(user.Username).toBe(Username);
      const { Users } = await cognito.send(
        new ListUsersCommand({ UserPoolId, Filter: `username = "${Username}"` }),
      );
      expect(Users?.map((one) => one.Username)).toEqual([Username]);
    }
    await expect(
      cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'ANNA' })),
    ).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('signs people in under the username as it was made only', async () => {
    const { cognito, pool } = await poolWith({});
    await createConfirmedUser(cognito, pool, 'Anna');
    const { AuthenticationResult } = await signInBySrp(cognito, pool, { username: 'Anna' });
    expect(AuthenticationResult?.AccessToken).toBeTruthy();
    const refusal = { name: 'UserNotFoundException', message: 'User does not exist.' };
    await expect(signInBySrp(cognito, pool, { username: 'anna' })).rejects.toMatchObject(refusal);
    await expect(signInByPassword(cognito, pool, 'anna')).rejects.toMatchObject(refusal);
  });

  it('compares aliases by case too', async () => {
    const { cognito, pool } = await poolWith({ AliasAttributes: ['email', 'preferred_username'] });
    const contact = { email: 'Anna@example.com', email_verified: 'true' };
    await createConfirmedUser(cognito, pool, 'anna', { ...contact, preferred_username: 'Annie' });
    for (const alias of ['Anna@example.com', 'Annie']) {
      expect((await signInByPassword(cognito, pool, alias)).AuthenticationResult).toBeDefined();
      await expect(signInByPassword(cognito, pool, alias.toLowerCase())).rejects.toMatchObject({
        name: 'UserNotFoundException',
      });
    }
    await createConfirmedUser(cognito, pool, 'bert', {
      ...contact,
      email: 'anna@example.com',
    });
  });

  it('takes an address in other letters for another username, at sign-up too', async () => {
    const { cognito, pool, UserPoolId } = await poolWith({ UsernameAttributes: ['email'] });
    const signUp = (Username: string) =>
      cognito.send(
        new SignUpCommand({ ClientId: pool.clientId, Username, Password: testPassword }),
      );
    await signUp('anna@example.com');
    expect((await signUp('ANNA@example.com')).UserSub).toBeTruthy();
    await expect(
      cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'anna@example.com' })),
    ).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });
});

it('a pool made with CaseSensitive false answers its username as it was made, for SRP', async () => {
  const { cognito, pool } = await poolWith({ UsernameConfiguration: { CaseSensitive: false } });
  await createConfirmedUser(cognito, pool, 'Anna');
  const answer = await signInByPassword(cognito, pool, 'ANNA');
  expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
  await expect(createConfirmedUser(cognito, pool, 'aNNa')).rejects.toMatchObject({
    name: 'UsernameExistsException',
  });
});
