import { describe, expect, it } from 'vitest';
import { createClient } from '../../../client/src/index.ts';
import { createInvitedUser, testPassword } from '../../sandbox/sign-in/pool.ts';
import { clientPool } from '../client-pool.ts';

const ada = { username: 'ada', password: testPassword };
const signedIn = { status: 'signed-in', username: 'ada' };

describe('Signing in with a password', () => {
  it('proves it by SRP, so that the app client needs no other flow', async () => {
    const { client } = await clientPool({ client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } });
    const own = client();
    expect(await own.signIn(ada)).toMatchObject(signedIn);
    expect(await own.claims()).toMatchObject({ token_use: 'access', username: 'ada' });
    expect(await own.idClaims()).toMatchObject({ token_use: 'id', email: 'ada@example.com' });
    expect(await own.username()).toBe('ada');
  });

  it('sends it where the flow says so', async () => {
    const { client } = await clientPool({
      client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] },
    });
    expect(await client().signIn({ ...ada, flow: 'password' })).toMatchObject(signedIn);
    await expect(client().signIn(ada)).rejects.toMatchObject({ code: 'invalid_parameter' });
  });

  it.each(['srp', 'password'] as const)('works with a client secret, flow %s', async (flow) => {
    const { client } = await clientPool({ client: { GenerateSecret: true } });
    const own = client();
    expect(await own.signIn({ ...ada, flow })).toMatchObject(signedIn);
    await own.refresh();
    await own.signOut();
    await expect(client({ clientSecret: 'wrong' }).signIn(ada)).rejects.toMatchObject({
      code: 'sign_in_failed',
    });
  });

  it.each(['srp', 'password'] as const)(
    'answers the same for a wrong password and a username without an account, flow %s',
    async (flow) => {
      const { client } = await clientPool();
      for (const wrong of [{ password: 'Wrong-Horse-1' }, { username: 'unknown' }]) {
        await expect(client().signIn({ ...ada, ...wrong, flow })).rejects.toMatchObject({
          name: 'ClientError',
          code: 'sign_in_failed',
          status: 401,
          message: 'Username or password are not right. Check both, then try again.',
        });
      }
    },
  );

  it('has no admin flow without a server', async () => {
    const { client } = await clientPool();
    await expect(client().signIn({ ...ada, flow: 'admin' })).rejects.toMatchObject({
      code: 'not_supported',
    });
  });

  it('asks for the password in a step of its own when it is not given', async () => {
    const { client } = await clientPool();
    const step = await client().signIn({ username: 'ada' });
    if (step.status !== 'password-srp') throw new Error(step.status);
    await expect(step.answer('Wrong-Horse-1')).rejects.toMatchObject({ code: 'sign_in_failed' });
    expect(await step.answer(testPassword)).toMatchObject(signedIn);
  });

  it('says that the service cannot be reached', async () => {
    const client = createClient({
      userPoolId: 'eu-west-1_AbCdEf123',
      clientId: 'x',
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    });
    await expect(client.signIn(ada)).rejects.toMatchObject({ code: 'network_error', status: 0 });
  });
});

describe('A temporary password', () => {
  it('leads to the step for a new one, which a later request can answer', async () => {
    const { client, cognito, pool } = await clientPool();
    await createInvitedUser(cognito, pool.userPoolId, 'bob', 'Temporary-1');
    const step = await client().signIn({ username: 'bob', password: 'Temporary-1' });
    expect(step).toMatchObject({ status: 'new-password', requiredAttributes: [] });
    const saved = JSON.stringify(step);
    expect(saved).not.toContain('Temporary-1');
    const later = client();
    const resumed = later.resume(JSON.parse(saved));
    if (resumed.status !== 'new-password') throw new Error(resumed.status);
    await expect(resumed.setPassword('weak')).rejects.toMatchObject({ code: 'invalid_password' });
    const name = { name: 'Bob' };
    expect(await resumed.setPassword('Chosen-By-Bob-1', name)).toMatchObject({
      status: 'signed-in',
      username: 'bob',
    });
    expect((await later.me()).attributes.name).toBe('Bob');
  });
});

describe('A sign-in that was stored', () => {
  it.each(['x', '', 'null', '[]', '{}', '{"session":"x","username":"ada"}'])(
    'is refused when its handle is %j',
    async (handle) => {
      const { client } = await clientPool();
      const challenge = { challenge: 'SMS_MFA', handle };
      const step = client().resume({ status: 'sms', username: 'ada', challenge });
      if (step.status !== 'sms') throw new Error(step.status);
      await expect(step.answer('123456')).rejects.toMatchObject({ name: 'ClientError' });
    },
  );

  it('is refused for a step that is not known', async () => {
    const { client } = await clientPool();
    const challenge = { challenge: 'CUSTOM_CHALLENGE', handle: '{}' };
    const resume = () => client().resume({ status: 'x', username: 'ada', challenge });
    expect(resume).toThrow('asks for a step that is not supported (CUSTOM_CHALLENGE)');
  });
});
