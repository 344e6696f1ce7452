import {
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { Client, SignInStep } from '../../../client/src/index.ts';
import { totp } from '../../helpers/second-factors.ts';
import { askForTextMessages } from '../../sandbox/mfa/text-messages.ts';
import { anotherCode, lastCode } from '../../sandbox/people/outbox.ts';
import { testPassword } from '../../sandbox/sign-in/pool.ts';
import { type ClientPool, clientPool } from '../client-pool.ts';

const ada = { username: 'ada', password: testPassword };

async function mfaPool(
  MfaConfiguration: SetUserPoolMfaConfigCommandInput['MfaConfiguration'] = 'OPTIONAL',
): Promise<ClientPool> {
  const own = await clientPool({ pool: { AliasAttributes: ['email'] } });
  await own.cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: own.pool.userPoolId,
      MfaConfiguration,
      SoftwareTokenMfaConfiguration: { Enabled: true },
      ...(MfaConfiguration !== 'ON' && {
        EmailMfaConfiguration: { Subject: 'Code', Message: 'Your code is {####}' },
      }),
      SmsMfaConfiguration: {
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
      },
    }),
  );
  return own;
}

/** A later request, in another process: nothing but the text is shared. */
function resumed(client: Client, step: SignInStep): SignInStep {
  return client.resume(JSON.parse(JSON.stringify(step)));
}

/** Gives ada an authenticator; answers its key. */
async function withAuthenticator(client: Client): Promise<string> {
  await client.signIn(ada);
  const { secret, uri } = await client.totp.start();
  expect(uri).toBe(`otpauth://totp/Cognito:ada?secret=${secret}&issuer=Cognito`);
  await client.totp.verify(totp(secret, -1), 'phone');
  expect(await client.mfa.set({ totp: true, preferred: 'totp' })).toEqual({
    enabled: ['totp'],
    preferred: 'totp',
  });
  return secret;
}

describe('An authenticator', () => {
  it('is asked for its code, which a later request gives; a wrong one can be corrected', async () => {
    const { client } = await mfaPool();
    const secret = await withAuthenticator(client());
    const later = client();
    const step = resumed(later, await client().signIn(ada));
    if (step.status !== 'totp') throw new Error(step.status);
    const right = totp(secret);
    await expect(step.answer(anotherCode(right))).rejects.toMatchObject({ code: 'wrong_code' });
    expect((await step.answer(right)).status).toBe('signed-in');
    expect((await later.me()).username).toBe('ada');
    await expect(step.answer(totp(secret, 1))).rejects.toMatchObject({ code: 'challenge_expired' });
  });

  it('is refused its set-up for a wrong code', async () => {
    const { client } = await mfaPool();
    const own = client();
    await own.signIn(ada);
    const { secret } = await own.totp.start();
    const wrong = anotherCode(totp(secret));
    await expect(own.totp.verify(wrong)).rejects.toMatchObject({ code: 'wrong_code' });
    expect(await own.mfa.get()).toEqual({ enabled: [], preferred: null });
  });

  it('is set up during the sign-in where the pool insists on a second factor', async () => {
    const { client } = await mfaPool('ON');
    const own = client({ totpIssuer: 'Notes' });
    const step = resumed(own, await own.signIn(ada));
    if (step.status !== 'set-up-totp') throw new Error(step.status);
    expect(step.uri).toBe(`otpauth://totp/Notes:ada?secret=${step.secret}&issuer=Notes`);
    expect((await step.verify(totp(step.secret))).status).toBe('signed-in');
  });

  it('is switched off again', async () => {
    const { client } = await mfaPool();
    const own = client();
    await withAuthenticator(own);
    await own.mfa.set({ totp: false });
    expect((await client().signIn(ada)).status).toBe('signed-in');
  });
});

describe('A code by text message or email', () => {
  it('is asked for by text message', async () => {
    const { client, cognito, pool, sandbox } = await mfaPool();
    await askForTextMessages(cognito, pool);
    const step = resumed(client(), await client().signIn(ada));
    if (step.status !== 'sms') throw new Error(step.status);
    expect(step.destination).toMatch(/^\+\*+\d{4}$/);
    const done = await step.answer(await lastCode(sandbox));
    expect(done.status).toBe('signed-in');
  });

  it('is asked for by email', async () => {
    const { client, sandbox } = await mfaPool();
    const own = client();
    await own.signIn(ada);
    await own.mfa.set({ email: true, preferred: 'email' });
    const step = resumed(client(), await client().signIn(ada));
    if (step.status !== 'email') throw new Error(step.status);
    const done = await step.answer(await lastCode(sandbox));
    expect(done.status).toBe('signed-in');
  });

  it('is one of several factors to choose from', async () => {
    const { client, sandbox } = await mfaPool();
    const own = client();
    await withAuthenticator(own);
    await own.mfa.set({ email: true, preferred: null });
    expect(await own.mfa.get()).toEqual({ enabled: ['totp', 'email'], preferred: null });
    const step = resumed(client(), await client().signIn(ada));
    if (step.status !== 'choose-factor') throw new Error(step.status);
    expect([...step.factors].sort()).toEqual(['email', 'totp']);
    const asked = await step.choose('email');
    if (asked.status !== 'email') throw new Error(asked.status);
    const done = await asked.answer(await lastCode(sandbox));
    expect(done.status).toBe('signed-in');
  });
});
