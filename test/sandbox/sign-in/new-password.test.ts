import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import { createInvitedUser, demoPool, type TestPool } from './pool.ts';
import { answerChallenge, signInByPassword } from './sdk-calls.ts';
import { signInBySrp } from './srp-client.ts';

const temporaryPassword = 'Temporary-1';
const newPassword = 'Chosen-By-Ada-1';

let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let now: Date;

beforeEach(async () => {
  now = new Date();
  const running = await runningSandbox({}, { clock: () => now });
  cognito = running.cognito;
  pool = demoPool(running.sandbox);
  await createInvitedUser(cognito, pool.userPoolId, 'ada', temporaryPassword, {
    email: 'ada@example.com',
    email_verified: 'true',
  });
});

const begin = () => signInByPassword(cognito, pool, 'ada', temporaryPassword);

describe('a temporary password', () => {
  it('leads to the new-password challenge, by SRP as well', async () => {
    const byPassword = await begin();
    const bySrp = await signInBySrp(cognito, pool, { password: temporaryPassword });
    for (const answer of [byPassword, bySrp]) {
      expect(answer.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      expect(answer.AuthenticationResult).toBeUndefined();
      expect(answer.ChallengeParameters?.USER_ID_FOR_SRP).toBe('ada');
      expect(JSON.parse(answer.ChallengeParameters?.requiredAttributes ?? '')).toEqual([]);
      expect(JSON.parse(answer.ChallengeParameters?.userAttributes ?? '')).toEqual({
        email: 'ada@example.com',
        email_verified: 'true',
      });
    }
  });

  it('stops working when its time is over', async () => {
    now = new Date(now.getTime() + 8 * 86_400_000);
    await expect(begin()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
  });
});

describe('choosing the new password', () => {
  it('signs in, and from then on only the new password counts', async () => {
    const answer = await answerChallenge(cognito, pool, await begin(), {
      NEW_PASSWORD: newPassword,
    });
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
    expect(
      (await signInByPassword(cognito, pool, 'ada', newPassword)).AuthenticationResult,
    ).toBeDefined();
    await expect(begin()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('may set attributes along with it', async () => {
    const answer = await answerChallenge(cognito, pool, await begin(), {
      NEW_PASSWORD: newPassword,
      'userAttributes.name': 'Ada Lovelace',
    });
    const [, payload = ''] = answer.AuthenticationResult?.IdToken?.split('.') ?? [];
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      name: 'Ada Lovelace',
    });
  });

  it('refuses a password against the policy, and lets the person try again', async () => {
    const challenge = await begin();
    await expect(
      answerChallenge(cognito, pool, challenge, { NEW_PASSWORD: 'short' }),
    ).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    const answer = await answerChallenge(cognito, pool, challenge, { NEW_PASSWORD: newPassword });
    expect(answer.AuthenticationResult).toBeDefined();
  });

  it('refuses to verify an address on the way', async () => {
    await expect(
      answerChallenge(cognito, pool, await begin(), {
        NEW_PASSWORD: newPassword,
        'userAttributes.phone_number': '+4930123456',
        'userAttributes.phone_number_verified': 'true',
      }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('takes a session once, in time, for its own user and step only', async () => {
    await createInvitedUser(cognito, pool.userPoolId, 'bob', temporaryPassword);
    const challenge = await begin();
    const NEW_PASSWORD = newPassword;
    const refused = { name: 'NotAuthorizedException' };
    await expect(
      answerChallenge(cognito, pool, challenge, { USERNAME: 'bob', NEW_PASSWORD }),
    ).rejects.toMatchObject(refused);
    await expect(
      answerChallenge(cognito, pool, { ...challenge, Session: undefined }, { NEW_PASSWORD }),
    ).rejects.toMatchObject(refused);
    await expect(
      answerChallenge(cognito, pool, { ...challenge, Session: 'x'.repeat(200) }, { NEW_PASSWORD }),
    ).rejects.toMatchObject(refused);
    await answerChallenge(cognito, pool, challenge, { NEW_PASSWORD });
    await expect(answerChallenge(cognito, pool, challenge, { NEW_PASSWORD })).rejects.toMatchObject(
      refused,
    );
  });

  it('refuses a session that has expired', async () => {
    const challenge = await begin();
    now = new Date(now.getTime() + 3 * 60_000);
    await expect(
      answerChallenge(cognito, pool, challenge, { NEW_PASSWORD: newPassword }),
    ).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
  });
});
