import { describe, expect, it } from 'vitest';
import type { ChooseChallengeStep } from '../../../client/src/sign-in/steps.ts';
import { lastCode } from '../../sandbox/people/outbox.ts';
import { testPassword } from '../../sandbox/sign-in/pool.ts';
import { type ClientPool, clientPool } from '../client-pool.ts';

const choicePool = (): Promise<ClientPool> =>
  clientPool({
    pool: {
      UserPoolTier: 'ESSENTIALS',
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    },
  });

async function choiceOf({ client }: ClientPool): Promise<ChooseChallengeStep> {
  const own = client();
  const step = own.resume(
    JSON.parse(JSON.stringify(await own.signIn({ username: 'ada', flow: 'choice' }))),
  );
  if (step.status !== 'choose-challenge') throw new Error(step.status);
  return step;
}

describe('Choosing how to sign in', () => {
  it('offers what the account has', async () => {
    const step = await choiceOf(await choicePool());
    expect(step.choices).toEqual(['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP']);
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'])('takes %s with the password', async (choice) => {
    const step = await choiceOf(await choicePool());
    expect((await step.choose(choice, testPassword)).status).toBe('signed-in');
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'])('asks for the password of %s later', async (choice) => {
    const step = await choiceOf(await choicePool());
    const asked = await step.choose(choice);
    if (asked.status !== 'password-srp') throw new Error(asked.status);
    expect((await asked.answer(testPassword)).status).toBe('signed-in');
  });

  it('takes a code that was sent by email', async () => {
    const own = await choicePool();
    const asked = await (await choiceOf(own)).choose('EMAIL_OTP');
    if (asked.status !== 'email') throw new Error(asked.status);
    const done = await asked.answer(await lastCode(own.sandbox));
    expect(done.status).toBe('signed-in');
  });

  it('begins with the preferred one', async () => {
    const { client } = await choicePool();
    const preferred = { username: 'ada', flow: 'choice', preferred: 'EMAIL_OTP' } as const;
    expect((await client().signIn(preferred)).status).toBe('email');
  });

  it('proves a password that was given at once', async () => {
    const { client } = await choicePool();
    const step = await client().signIn({
      username: 'ada',
      password: testPassword,
      flow: 'choice',
    });
    expect(step.status).toBe('signed-in');
  });
});
