import { afterEach, describe, expect, it } from 'vitest';
import type { Client, SignInStep } from '../../../client/src/index.ts';
import { memoryStorage } from '../../../client/src/index.ts';
import { consoleForTest, operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf, totp } from '../../helpers/second-factors.ts';
import { anotherCode } from '../../sandbox/people/outbox.ts';
import { apiForTests } from './api-client.ts';

const api = apiForTests();
const password = operatorPassword;
const flows = ['password', 'srp'] as const;

/** A later request, in another process: nothing but the text is shared. */
function resumed(client: Client, step: SignInStep): SignInStep {
  return client.resume(JSON.parse(JSON.stringify(step)));
}

describe.each(flows)('By the account API, signing in with the flow %s', (flow) => {
  it('ends with tokens', async () => {
    const username = await peopleOf(api().running).confirmed();
    const client = api().client();
    const step = await client.signIn({ username, password, flow });
    expect(step).toEqual({ status: 'signed-in', username, mayRememberDevice: true });
    expect(await client.claims()).toMatchObject({ username, token_use: 'access' });
    const { userPoolId, applicationClientId: clientId, jwks } = api().running.sandbox;
    const { id } = await client.verifyTokens({ userPoolId, clientId, jwks });
    expect(id.email).toBe(`${username}@example.com`);
  });

  it('answers the same for a wrong password and a username without an account', async () => {
    const username = await peopleOf(api().running).confirmed();
    for (const wrong of [{ password: 'Wrong-Horse-1' }, { username: api().newName() }]) {
      const attempt = api()
        .client()
        .signIn({ username, password, flow, ...wrong });
      await expect(attempt).rejects.toMatchObject({ code: 'sign_in_failed', status: 401 });
    }
  });

  it('asks for a new password instead of a temporary one', async () => {
    const username = await peopleOf(api().running).invited();
    const first = await api().client().signIn({ username, password, flow });
    const client = api().client();
    const step = resumed(client, first);
    if (step.status !== 'new-password') throw new Error(step.status);
    await expect(step.setPassword('weak')).rejects.toMatchObject({ code: 'invalid_password' });
    const done = await step.setPassword('Chosen-By-Eve-1', { name: 'Eve' });
    expect(done.status).toBe('signed-in');
    expect((await client.me()).attributes.name).toBe('Eve');
  });
});

describe('By the account API, second factors', () => {
  afterEach(() => secondFactorsOf(api().running).ofPool({ MfaConfiguration: 'OFF' }));

  it('are asked for, and a later request answers; a wrong code can be corrected', async () => {
    const { running } = api();
    const factors = secondFactorsOf(running);
    await factors.ofPool({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const username = await peopleOf(running).confirmed();
    const key = await factors.authenticator(username);
    await factors.prefer(username, { totp: true }, 'totp');
    const client = api().client();
    const step = resumed(client, await api().client().signIn({ username, password }));
    if (step.status !== 'totp') throw new Error(step.status);
    const right = totp(key);
    const used = step.challenge?.handle;
    const wrong = step.answer(anotherCode(right));
    await expect(wrong).rejects.toMatchObject({ code: 'wrong_code', status: 422 });
    expect(step.challenge?.handle).not.toBe(used);
    expect((await step.answer(right)).status).toBe('signed-in');
    await expect(step.answer(right)).rejects.toMatchObject({ code: 'handle_expired' });
  });

  it('are chosen where there are several', async () => {
    const { running } = api();
    const factors = secondFactorsOf(running);
    await factors.ofPool({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: {},
    });
    const username = await peopleOf(running).confirmed();
    await factors.authenticator(username);
    await factors.prefer(username, { totp: true, email: true });
    const step = await api().client().signIn({ username, password });
    if (step.status !== 'choose-factor') throw new Error(step.status);
    expect([...step.factors].sort()).toEqual(['email', 'totp']);
    const asked = await step.choose('email');
    if (asked.status !== 'email') throw new Error(asked.status);
    expect((await asked.answer(await api().codeOf(username))).status).toBe('signed-in');
  });

  it('are set up where the pool insists on them', async () => {
    await secondFactorsOf(api().running).ofPool({
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const username = await peopleOf(api().running).confirmed();
    const client = api().client();
    const step = resumed(client, await client.signIn({ username, password }));
    if (step.status !== 'set-up-totp') throw new Error(step.status);
    expect(step.qrCode).toContain('<svg');
    expect((await step.verify(totp(step.secret))).status).toBe('signed-in');
  });
});

it('By the account API, one of several ways to sign in is chosen, without the password leaving', async () => {
  const username = await peopleOf(api().running).confirmed();
  const sent: string[] = [];
  const watching: typeof fetch = (input, init) => {
    sent.push(String(init?.body));
    return fetch(input, init);
  };
  const client = api().client({ fetch: watching });
  const step = await client.signIn({ username, flow: 'choice' });
  if (step.status !== 'choose-challenge') throw new Error(step.status);
  const asked = await step.choose('PASSWORD_SRP');
  if (asked.status !== 'password-srp') throw new Error(asked.status);
  expect((await asked.answer(password)).status).toBe('signed-in');
  expect(sent.length).toBeGreaterThan(2);
  expect(sent.join()).not.toContain(password);
});

it('By the account API, the admin flow is for applications that have it switched on', async () => {
  const own = await consoleForTest({ sandbox: { users: 0 }, application: { adminFlow: true } });
  for (const { running, status } of [
    { running: own, status: 'signed-in' },
    { running: api().running, status: 'flow_not_allowed' },
  ]) {
    const username = await peopleOf(running).confirmed();
    const client = api().client({ baseUrl: `${running.url}/accounts/v1/` });
    const step = client.signIn({ username, password, flow: 'admin' });
    expect(await step.catch(({ code }) => ({ status: code }))).toMatchObject({ status });
  }
});

it('By the account API, a storage is shared by clients of the same address only', async () => {
  const username = await peopleOf(api().running).confirmed();
  const storage = memoryStorage();
  await api().client({ storage }).signIn({ username, password });
  expect(await api().client({ storage }).username()).toBe(username);
  const other = api().client({ storage, baseUrl: 'https://other.example' });
  expect(await other.username()).toBeUndefined();
});
