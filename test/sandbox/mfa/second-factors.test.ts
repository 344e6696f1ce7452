import {
  AdminDeleteSoftwareTokenCommand,
  AdminGetUserAuthFactorsCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  GetUserAuthFactorsCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { anotherCode, lastCode, sentMessages } from '../people/outbox.ts';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, createTestPool, type TestPool } from '../sign-in/pool.ts';
import { answerChallenge, signInByPassword, tokensByPassword } from '../sign-in/sdk-calls.ts';
import { signInBySrp } from '../sign-in/srp-client.ts';
import { Authenticator, setUpAuthenticator } from './authenticator.ts';
import { askForTextMessages } from './text-messages.ts';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let now: Date;

const configureMfa = (MfaConfiguration: 'ON' | 'OPTIONAL' | 'OFF') =>
  cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.userPoolId,
      MfaConfiguration,
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: {
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
      },
    }),
  );

beforeEach(async () => {
  now = new Date();
  ({ sandbox, cognito } = await runningSandbox({}, { clock: () => now }));
  pool = await createTestPool(cognito);
  await configureMfa('OPTIONAL');
  await createConfirmedUser(cognito, pool);
});

const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

async function withAuthenticator(): Promise<Authenticator> {
  const { AccessToken } = await tokensByPassword(cognito, pool);
  const authenticator = await setUpAuthenticator(cognito, AccessToken, now);
  return authenticator;
}

describe('setting up an authenticator', () => {
  it('needs a right first code', async () => {
    const { AccessToken } = await tokensByPassword(cognito, pool);
    const verify = (UserCode: string) =>
      cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    await expect(verify('123456')).rejects.toMatchObject({
      name: 'SoftwareTokenMFANotFoundException',
    });
    const { SecretCode } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const authenticator = new Authenticator(SecretCode);
    await expect(verify(authenticator.wrongCodeAt(now))).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    expect(await verify(authenticator.codeAt(now))).toMatchObject({ Status: 'SUCCESS' });
  });

  it('needs a token or a session', async () => {
    await expect(cognito.send(new AssociateSoftwareTokenCommand({}))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(
      cognito.send(new AssociateSoftwareTokenCommand({ Session: 'x'.repeat(40) })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('cannot be preferred before it is verified', async () => {
    const { AccessToken } = await tokensByPassword(cognito, pool);
    await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const preference = new SetUserMFAPreferenceCommand({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    });
    await expect(cognito.send(preference)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('signing in with an authenticator', () => {
  it('asks for its code after the password, by SRP as well', async () => {
    const authenticator = await withAuthenticator();
    for (const challenge of [
      await signInByPassword(cognito, pool),
      await signInBySrp(cognito, pool),
    ]) {
      expect(challenge).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
      expect(challenge.AuthenticationResult).toBeUndefined();
      later(60);
      const answer = await answerChallenge(cognito, pool, challenge, {
        SOFTWARE_TOKEN_MFA_CODE: authenticator.codeAt(now),
      });
      expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
    }
  });

  it('refuses a wrong code three times, and then the right one in that session', async () => {
    const authenticator = await withAuthenticator();
    const challenge = await signInByPassword(cognito, pool);
    const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
      answerChallenge(cognito, pool, challenge, { SOFTWARE_TOKEN_MFA_CODE });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(answer(authenticator.wrongCodeAt(now))).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(answer(authenticator.codeAt(now))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('lets the person try again after one wrong code', async () => {
    const authenticator = await withAuthenticator();
    const challenge = await signInByPassword(cognito, pool);
    await expect(
      answerChallenge(cognito, pool, challenge, {
        SOFTWARE_TOKEN_MFA_CODE: authenticator.wrongCodeAt(now),
      }),
    ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const answer = await answerChallenge(cognito, pool, challenge, {
      SOFTWARE_TOKEN_MFA_CODE: authenticator.codeAt(now),
    });
    expect(answer.AuthenticationResult).toBeDefined();
  });

  it('accepts no code twice', async () => {
    const authenticator = await withAuthenticator();
    const code = { SOFTWARE_TOKEN_MFA_CODE: authenticator.codeAt(now) };
    await answerChallenge(cognito, pool, await signInByPassword(cognito, pool), code);
    await expect(
      answerChallenge(cognito, pool, await signInByPassword(cognito, pool), code),
    ).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('does not take the session for another step, client or user', async () => {
    const authenticator = await withAuthenticator();
    await createConfirmedUser(cognito, pool, 'bob');
    const challenge = await signInByPassword(cognito, pool);
    const code = { SOFTWARE_TOKEN_MFA_CODE: authenticator.codeAt(now) };
    await expect(
      answerChallenge(cognito, pool, challenge, { ...code, USERNAME: 'bob' }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(
      answerChallenge(
        cognito,
        pool,
        { ...challenge, ChallengeName: 'NEW_PASSWORD_REQUIRED' },
        { NEW_PASSWORD: 'Stolen-Horse-1' },
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const elsewhere = await createTestPool(cognito);
    await expect(answerChallenge(cognito, elsewhere, challenge, code)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('is over when an administrator takes the authenticator away', async () => {
    await withAuthenticator();
    const target = { UserPoolId: pool.userPoolId, Username: 'ada' };
    expect(await cognito.send(new AdminGetUserAuthFactorsCommand(target))).toMatchObject({
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
    await cognito.send(new AdminDeleteSoftwareTokenCommand(target));
    const factors = await cognito.send(new AdminGetUserAuthFactorsCommand(target));
    expect(factors.UserMFASettingList).toBeUndefined();
    expect((await signInByPassword(cognito, pool)).AuthenticationResult).toBeDefined();
  });
});

describe('codes by text message', () => {
  beforeEach(() => askForTextMessages(cognito, pool));

  it('are asked for after the password', async () => {
    const challenge = await signInByPassword(cognito, pool);
    expect(challenge).toMatchObject({
      ChallengeName: 'SMS_MFA',
      ChallengeParameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
        CODE_DELIVERY_DESTINATION: '+******3456',
      },
    });
    const code = await lastCode(sandbox);
    expect((await sentMessages(sandbox))[0]).toMatchObject({ destination: '+4930123456' });
    await expect(
      answerChallenge(cognito, pool, challenge, { SMS_MFA_CODE: anotherCode(code) }),
    ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const answer = await answerChallenge(cognito, pool, challenge, { SMS_MFA_CODE: code });
    expect(answer.AuthenticationResult).toBeDefined();
    await expect(
      answerChallenge(cognito, pool, challenge, { SMS_MFA_CODE: code }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('serve the session they were sent for, and no other', async () => {
    const first = await signInByPassword(cognito, pool);
    const code = await lastCode(sandbox);
    const second = await signInByPassword(cognito, pool);
    if (code !== (await lastCode(sandbox))) {
      await expect(
        answerChallenge(cognito, pool, second, { SMS_MFA_CODE: code }),
      ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    const answer = await answerChallenge(cognito, pool, first, { SMS_MFA_CODE: code });
    expect(answer.AuthenticationResult).toBeDefined();
  });

  it('are one of two choices beside an authenticator', async () => {
    const challenge = await signInByPassword(cognito, pool);
    const { AuthenticationResult } = await answerChallenge(cognito, pool, challenge, {
      SMS_MFA_CODE: await lastCode(sandbox),
    });
    const { AccessToken = '' } = AuthenticationResult ?? {};
    const { SecretCode } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const authenticator = new Authenticator(SecretCode);
    await cognito.send(
      new VerifySoftwareTokenCommand({ AccessToken, UserCode: authenticator.codeAt(now) }),
    );
    await cognito.send(
      new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } }),
    );
    const choice = await signInByPassword(cognito, pool);
    expect(choice.ChallengeName).toBe('SELECT_MFA_TYPE');
    expect(JSON.parse(choice.ChallengeParameters?.MFAS_CAN_CHOOSE ?? '')).toEqual([
      'SMS_MFA',
      'SOFTWARE_TOKEN_MFA',
    ]);
    await expect(
      answerChallenge(cognito, pool, choice, { ANSWER: 'EMAIL_OTP' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const chosen = await answerChallenge(cognito, pool, choice, { ANSWER: 'SOFTWARE_TOKEN_MFA' });
    const answer = await answerChallenge(cognito, pool, chosen, {
      SOFTWARE_TOKEN_MFA_CODE: authenticator.codeAt(now),
    });
    expect(answer.AuthenticationResult).toBeDefined();
  });
});

describe('a pool that requires a second factor', () => {
  it('has the user set one up on the way in', async () => {
    await configureMfa('ON');
    const challenge = await signInByPassword(cognito, pool);
    expect(challenge.ChallengeName).toBe('MFA_SETUP');
    expect(JSON.parse(challenge.ChallengeParameters?.MFAS_CAN_SETUP ?? '')).toContain(
      'SOFTWARE_TOKEN_MFA',
    );
    await expect(answerChallenge(cognito, pool, challenge, {})).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const associated = await cognito.send(
      new AssociateSoftwareTokenCommand({ Session: challenge.Session }),
    );
    const authenticator = new Authenticator(associated.SecretCode);
    const verify = (UserCode: string) =>
      cognito.send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode }));
    await expect(verify(authenticator.wrongCodeAt(now))).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    const verified = await verify(authenticator.codeAt(now));
    const answer = await answerChallenge(
      cognito,
      pool,
      { ChallengeName: 'MFA_SETUP', Session: verified.Session },
      {},
    );
    const AccessToken = answer.AuthenticationResult?.AccessToken;
    expect(await cognito.send(new GetUserCommand({ AccessToken }))).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
    expect(await signInByPassword(cognito, pool)).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
    });
  });

  it('goes on asking although the user switched the factor off', async () => {
    const authenticator = await withAuthenticator();
    await configureMfa('ON');
    await cognito.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: pool.userPoolId,
        Username: 'ada',
        SoftwareTokenMfaSettings: { Enabled: false },
      }),
    );
    const challenge = await signInByPassword(cognito, pool);
    expect(challenge.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const answer = await answerChallenge(cognito, pool, challenge, {
      SOFTWARE_TOKEN_MFA_CODE: authenticator.codeAt(now),
    });
    expect(answer.AuthenticationResult).toBeDefined();
  });
});

describe('what a user can sign in with', () => {
  it('is told to the user', async () => {
    const { AccessToken } = await tokensByPassword(cognito, pool);
    expect(await cognito.send(new GetUserAuthFactorsCommand({ AccessToken }))).toMatchObject({
      Username: 'ada',
      ConfiguredUserAuthFactors: ['PASSWORD'],
    });
  });
});
