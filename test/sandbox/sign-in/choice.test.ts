import {
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession } from 'cognito-srp-helper';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { anotherCode, lastCode } from '../people/outbox.ts';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, createTestPool, type TestPool, testPassword } from './pool.ts';
import { answerChallenge } from './sdk-calls.ts';
import { passwordClaim } from './srp-client.ts';

/** A pool in which people may sign in with a code alone. */
const passwordless = {
  UserPoolTier: 'ESSENTIALS' as const,
  AutoVerifiedAttributes: ['email' as const],
  Policies: {
    SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] },
  },
};

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
  pool = await createTestPool(cognito, passwordless, { PreventUserExistenceErrors: 'ENABLED' });
  await createConfirmedUser(cognito, pool);
});

const begin = (parameters: Record<string, string> = {}, Session?: string) =>
  cognito.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'ada', ...parameters },
      Session,
    }),
  );

describe('choice-based sign-in', () => {
  it('offers the factors that the user has', async () => {
    expect(await begin()).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'],
    });
    await createConfirmedUser(cognito, pool, 'unverified', { email: 'u@example.com' });
    expect((await begin({ USERNAME: 'unverified' })).AvailableChallenges).toEqual([
      'PASSWORD',
      'PASSWORD_SRP',
    ]);
    expect((await begin({ USERNAME: 'nobody' })).AvailableChallenges).toEqual([
      'PASSWORD',
      'PASSWORD_SRP',
    ]);
  });

  it('takes the password with the choice', async () => {
    const challenge = await begin();
    const answer = await answerChallenge(cognito, pool, challenge, {
      ANSWER: 'PASSWORD',
      PASSWORD: testPassword,
    });
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
    const again = await begin();
    await expect(
      answerChallenge(cognito, pool, again, { ANSWER: 'PASSWORD', PASSWORD: 'wrong' }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('takes the password by SRP', async () => {
    const session = createSrpSession('ada', testPassword, pool.userPoolId, false);
    const challenge = await answerChallenge(cognito, pool, await begin(), {
      ANSWER: 'PASSWORD_SRP',
      SRP_A: session.largeA,
    });
    expect(challenge.ChallengeName).toBe('PASSWORD_VERIFIER');
    const answer = await answerChallenge(
      cognito,
      pool,
      challenge,
      passwordClaim(session, challenge.ChallengeParameters),
    );
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('sends a code by e-mail when that is chosen or preferred', async () => {
    const chosen = await answerChallenge(cognito, pool, await begin(), { ANSWER: 'EMAIL_OTP' });
    const preferred = await begin({ PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    for (const challenge of [chosen, preferred]) {
      expect(challenge).toMatchObject({
        ChallengeName: 'EMAIL_OTP',
        ChallengeParameters: { CODE_DELIVERY_DESTINATION: 'a***@e***' },
      });
    }
    const code = await lastCode(sandbox);
    await expect(
      answerChallenge(cognito, pool, preferred, { EMAIL_OTP_CODE: anotherCode(code) }),
    ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const answer = await answerChallenge(cognito, pool, preferred, { EMAIL_OTP_CODE: code });
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('locks out whoever guesses codes, however many they have sent', async () => {
    const now = new Date();
    ({ sandbox, cognito } = await runningSandbox({}, { clock: () => now }));
    pool = await createTestPool(cognito, passwordless);
    await createConfirmedUser(cognito, pool);
    for (let guess = 0; guess < 5; guess += 1) {
      const challenge = await begin({ PREFERRED_CHALLENGE: 'EMAIL_OTP' });
      const EMAIL_OTP_CODE = anotherCode(await lastCode(sandbox));
      await expect(
        answerChallenge(cognito, pool, challenge, { EMAIL_OTP_CODE }),
      ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await expect(begin({ PREFERRED_CHALLENGE: 'EMAIL_OTP' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
  });

  it('refuses a factor that was not offered, and a session for somebody else', async () => {
    await createConfirmedUser(cognito, pool, 'bob');
    const challenge = await begin();
    await expect(
      answerChallenge(cognito, pool, challenge, { ANSWER: 'SMS_OTP' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(
      answerChallenge(cognito, pool, challenge, {
        USERNAME: 'bob',
        ANSWER: 'PASSWORD',
        PASSWORD: testPassword,
      }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('signs in at once with the session of a confirmed sign-up, one time', async () => {
    await cognito.send(
      new SignUpCommand({
        ClientId: pool.clientId,
        Username: 'grace',
        Password: testPassword,
        UserAttributes: [{ Name: 'email', Value: 'grace@example.com' }],
      }),
    );
    const { Session } = await cognito.send(
      new ConfirmSignUpCommand({
        ClientId: pool.clientId,
        Username: 'grace',
        ConfirmationCode: await lastCode(sandbox),
      }),
    );
    await expect(begin({ USERNAME: 'ada' }, Session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const answer = await begin({ USERNAME: 'grace' }, Session);
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
    await expect(begin({ USERNAME: 'grace' }, Session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});
