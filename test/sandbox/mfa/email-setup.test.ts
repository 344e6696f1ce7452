import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { anotherCode, lastCode, sentMessages } from '../people/outbox.ts';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, createTestPool, type TestPool } from '../sign-in/pool.ts';
import { answerChallenge, signInByPassword } from '../sign-in/sdk-calls.ts';
import { toRecord } from '../users/people.ts';

/** Signing in to a pool that wants a second factor, by e-mail, as Amplify's confirmSignIn does it. */
let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

const address = 'ada@example.com';
const byEmail = { EmailMfaConfiguration: { Subject: 'Code', Message: 'Your code is {####}' } };

async function requireMfa(factors: Partial<SetUserPoolMfaConfigCommandInput>): Promise<void> {
  pool = await createTestPool(cognito, { AliasAttributes: ['email'] });
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.userPoolId,
      MfaConfiguration: 'ON',
      ...factors,
    }),
  );
  await createConfirmedUser(cognito, pool, 'ada', {});
}

const setUp = (challenge: { Session?: string | undefined }, EMAIL: string) =>
  answerChallenge(
    cognito,
    pool,
    { ChallengeName: 'MFA_SETUP', Session: challenge.Session },
    { EMAIL },
  );

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
});

it('sends a code to the address, which is the second factor from then on', async () => {
  await requireMfa({ ...byEmail, SoftwareTokenMfaConfiguration: { Enabled: true } });
  const asked = await signInByPassword(cognito, pool);
  expect(asked.ChallengeName).toBe('MFA_SETUP');
  expect(JSON.parse(asked.ChallengeParameters?.MFAS_CAN_SETUP ?? '')).toEqual([
    'SOFTWARE_TOKEN_MFA',
    'EMAIL_OTP',
  ]);
  const sent = await setUp(asked, address);
  expect(sent).toMatchObject({
    ChallengeName: 'EMAIL_OTP',
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
      CODE_DELIVERY_DESTINATION: 'a***@e***',
    },
  });
  const [message] = await sentMessages(sandbox);
  expect(message?.destination).toBe(address);
  const code = await lastCode(sandbox);
  await expect(
    answerChallenge(cognito, pool, sent, { EMAIL_OTP_CODE: anotherCode(code) }),
  ).rejects.toMatchObject({ name: 'CodeMismatchException' });
  const signedIn = await answerChallenge(cognito, pool, sent, { EMAIL_OTP_CODE: code });
  expect(signedIn.AuthenticationResult?.AccessToken).toBeTruthy();
  const user = await cognito.send(
    new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: 'ada' }),
  );
  expect(toRecord(user.UserAttributes)).toMatchObject({ email: address, email_verified: 'true' });
  expect(user.UserMFASettingList).toEqual(['EMAIL_OTP']);
  const again = await signInByPassword(cognito, pool, address);
  expect(again.ChallengeName).toBe('EMAIL_OTP');
});

it('keeps nothing of an address whose code is not given', async () => {
  await requireMfa(byEmail);
  const asked = await signInByPassword(cognito, pool);
  await setUp(asked, address);
  await expect(setUp(asked, address)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  const user = await cognito.send(
    new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: 'ada' }),
  );
  expect(toRecord(user.UserAttributes).email).toBeUndefined();
  expect((await signInByPassword(cognito, pool)).ChallengeName).toBe('MFA_SETUP');
});

it('refuses what is no address, and keeps the session for another', async () => {
  await requireMfa(byEmail);
  const asked = await signInByPassword(cognito, pool);
  await expect(setUp(asked, 'ada')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid email address format.',
  });
  expect((await setUp(asked, address)).ChallengeName).toBe('EMAIL_OTP');
});

it('refuses an address in a pool without codes by e-mail', async () => {
  await requireMfa({ SoftwareTokenMfaConfiguration: { Enabled: true } });
  const asked = await signInByPassword(cognito, pool);
  await expect(setUp(asked, address)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'User pool does not have EMAIL_OTP enabled.',
  });
});

it('does not take another user’s alias', async () => {
  await requireMfa(byEmail);
  const taken = { email: address, email_verified: 'true' };
  await createConfirmedUser(cognito, pool, 'bob', taken);
  const sent = await setUp(await signInByPassword(cognito, pool), address);
  await expect(
    answerChallenge(cognito, pool, sent, { EMAIL_OTP_CODE: await lastCode(sandbox) }),
  ).rejects.toMatchObject({ name: 'AliasExistsException' });
});
