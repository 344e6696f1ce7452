import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../server/sandbox/start.ts';
import { keyShown, postKey } from '../helpers/api-key.ts';
import { consoleForTest, operatorPassword, type TestConsole } from '../helpers/console.ts';
import type { Reply } from '../helpers/console-client.ts';
import { formOf } from '../helpers/form.ts';
import { withAttribute } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { secondFactorsOf, totp } from '../helpers/second-factors.ts';
import { Browser } from '../sandbox/managed-login/browser.ts';

/** Everything that is to be nowhere, by what it is. */
const secrets = new Map<string, string>();

function secret(what: string, text: string): string {
  expect([what, text.length]).toEqual([what, expect.toSatisfy((length: number) => length > 5)]);
  secrets.set(what, text);
  return text;
}

/** A pool whose operators sign in with a client that has a secret. */
async function poolWithSecretClient() {
  const sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
  onTestFinished(() => sandbox.close());
  const { region, endpoint, userPoolId: UserPoolId } = sandbox;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const cognito = new CognitoIdentityProviderClient({ region, endpoint, credentials });
  onTestFinished(() => cognito.destroy());
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'console',
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
    }),
  );
  const { ClientId: clientId = '', ClientSecret: clientSecret = '' } = UserPoolClient ?? {};
  return { sandbox, appClient: { clientId, clientSecret: secret('client secret', clientSecret) } };
}

/** A console that writes down all it can: to a file, a log, and in every answer. */
async function watchedConsole(options: Parameters<typeof consoleForTest>[0] = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const lines: string[] = [];
  const answers: string[] = [];
  const running = await consoleForTest({
    ...options,
    environment: {
      DATABASE_URL: `file:${join(folder, 'console.db')}`,
      LOG_LEVEL: 'trace',
      SESSION_SECRET: secret('session secret', `session-${randomUUID()}`),
      HOOK_SECRET: secret('hook secret', `hook-${randomUUID()}`),
    },
    log: (line) => lines.push(line),
  });
  /** Remembers what a page said, and where it led. */
  const heard = (reply: Reply): Reply => {
    answers.push(reply.body, String(reply.headers.get('location')));
    return reply;
  };
  const everywhere = (): Record<string, string> => ({
    database: readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'latin1'))
      .join('\n'),
    log: lines.join(''),
    answers: answers.join('\n'),
  });
  return { running, heard, everywhere };
}

type Watched = Awaited<ReturnType<typeof watchedConsole>>;

/** An operator with a password that nobody else has. */
async function operator(running: TestConsole, name: string): Promise<string> {
  const people = peopleOf(running);
  await people.invited({}, name);
  await people.addToGroup(name, 'pool-support');
  return name;
}

async function firstPassword({ running, heard }: Watched, name: string): Promise<string> {
  const client = running.client();
  heard(await client.post('/sign-in', { username: name, password: operatorPassword }));
  const weak = secret('a weak password', 'weak-secret');
  const page = '/sign-in/new-password';
  heard(await client.post(page, { newPassword: weak, repeated: weak }));
  const chosen = secret('a chosen password', 'Chosen-Secret-41');
  const other = secret('its wrong repetition', 'Chosen-Secret-42');
  heard(await client.post(page, { newPassword: chosen, repeated: other }));
  const done = heard(await client.post(page, { newPassword: chosen, repeated: chosen }));
  expect(done.status).toBe(303);
  secret('a session', client.cookies.get('poolkeeper') ?? '');
  return chosen;
}

async function forgottenPassword({ running, heard }: Watched, username: string): Promise<void> {
  const client = running.client();
  heard(await client.post('/forgot-password', { username }));
  const code = secret('a code to reset', await secondFactorsOf(running).sentCode(username));
  const newPassword = secret('a reset password', 'Reset-Secret-43');
  const fields = { username, newPassword, repeated: newPassword };
  heard(await client.post('/reset-password', { ...fields, code: secret('no code', 'no-code-1') }));
  const done = heard(await client.post('/reset-password', { ...fields, code }));
  expect(done.status).toBe(303);
  heard(await client.post('/sign-in', { username, password: newPassword }));
}

async function sentCode({ running, heard }: Watched, username: string): Promise<void> {
  const factors = secondFactorsOf(running);
  await factors.contacts(username, {
    phone_number: '+4915112345678',
    phone_number_verified: 'true',
  });
  await factors.prefer(username, { sms: true }, 'sms');
  const client = running.client();
  const password = 'Reset-Secret-43';
  const asked = heard(await client.post('/sign-in', { username, password }));
  expect(asked.headers.get('location')).toBe('/sign-in/code');
  secret('what names a sign-in that waits', client.cookies.get('poolkeeper-sign-in') ?? '');
  const code = secret('a code by SMS', await factors.sentCode(username));
  heard(await client.post('/sign-in/code', { code: secret('a wrong code', 'wrong-code-2') }));
  const done = heard(await client.post('/sign-in/code', { code, remember: 'true' }));
  expect(done.status).toBe(303);
  secret('what a browser is remembered by', client.cookies.get('poolkeeper-devices') ?? '');
  await factors.prefer(username, {});
}

async function newAuthenticator({ running, heard }: Watched, username: string): Promise<void> {
  await secondFactorsOf(running).ofPool({
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const client = running.client();
  const asked = heard(await client.post('/sign-in', { username, password: 'Chosen-Secret-41' }));
  expect(asked.headers.get('location')).toBe('/sign-in/authenticator');
  // The one page that has to show it, to the one person whose it is.
  const { body } = await client.get('/sign-in/authenticator');
  const [shown] = withAttribute(body, 'class', 'setup-key');
  const inFours = secret('the key as it is shown', shown?.text.trim() ?? '');
  const key = secret('the key of an authenticator', inFours.replaceAll(' ', ''));
  const code = secret('its code', totp(key));
  const done = heard(await client.post('/sign-in/authenticator', { code }));
  expect(done.headers.get('location')).toBe('/');
}

async function signedNotices({ running, heard }: Watched): Promise<void> {
  const path = '/hooks/pools/sandbox';
  for (const key of [secrets.get('hook secret') ?? '', 'a-wrong-secret-that-is-long-enough']) {
    const [id, at] = [randomUUID(), String(Math.floor(Date.now() / 1000))];
    const body = JSON.stringify({ users: ['auditor'] });
    const signed = createHmac('sha256', key).update(`POST ${path}\n${id}\n${at}\n${body}`);
    const signature = secret(`a signature by ${key.slice(0, 6)}`, signed.digest('base64'));
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': at,
      'webhook-signature': `v2,${signature}`,
    };
    heard(await running.client().request('POST', path, { headers, body }));
  }
}

function expectNowhere({ everywhere }: Watched, mustBeThere: Record<string, string>): void {
  const places = everywhere();
  for (const [place, text] of Object.entries(mustBeThere)) expect(places[place]).toContain(text);
  for (const [place, text] of Object.entries(places)) {
    // Digits may be in a hash or a time by chance: as a word only.
    const found = [...secrets].filter(([, one]) =>
      new RegExp(`(?<![\\w-])${RegExp.escape(one)}(?![\\w-])`).test(text),
    );
    expect([place, found.map(([what]) => what)]).toEqual([place, []]);
    expect(text).not.toMatch(/eyJ[\w-]{20,}\.[\w-]{20,}/);
  }
}

it('No secret of signing in is in the database, the log or an answer', async () => {
  secrets.clear();
  const { sandbox: pool, appClient } = await poolWithSecretClient();
  const watched = await watchedConsole({ pool, appClient });
  const { running } = watched;
  const UserPoolId = pool.userPoolId;
  await running.cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId,
      AutoVerifiedAttributes: ['email'],
      DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true },
    }),
  );
  await running.cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: {
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/x' },
      },
    }),
  );
  const first = await operator(running, 'first-of-the-secrets');
  const second = await operator(running, 'second-of-the-secrets');
  await firstPassword(watched, first);
  const forgetful = await peopleOf(running).confirmed({}, 'forgetful');
  await peopleOf(running).addToGroup(forgetful, 'pool-support');
  await forgottenPassword(watched, forgetful);
  await sentCode(watched, forgetful);
  await newAuthenticator(watched, first);
  await signedNotices(watched);
  const typed = secret('a password typed as the name', 'Typed-As-The-Name-44');
  // The form gives the name back to whoever typed it, and to nobody else.
  await running.client().post('/sign-in', { username: typed, password: 'x' });
  const wrong = secret('a wrong password', 'Wrong-Secret-45');
  watched.heard(await running.client().post('/sign-in', { username: second, password: wrong }));
  expect(secrets.size).toBe(21);
  expectNowhere(watched, {
    database: first,
    log: 'operator signed in',
    answers: '/sign-in/authenticator',
  });
});

it('No token or code of a program or of managed login is, either', async () => {
  secrets.clear();
  const watched = await watchedConsole({ sandbox: { users: 0 }, managedLogin: 'beside' });
  const { running, heard } = watched;
  const { AuthenticationResult } = await running.cognito.send(
    new InitiateAuthCommand({
      ClientId: running.sandbox.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'admin', PASSWORD: operatorPassword },
    }),
  );
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  const tokens = { AccessToken, IdToken, RefreshToken, changed: `${AccessToken.slice(0, -4)}AAAA` };
  for (const [what, token] of Object.entries(tokens)) {
    const authorization = `Bearer ${secret(what, token)}`;
    for (const path of ['/pools/sandbox/users', '/nowhere', '/pools/sandbox/audit/export.csv']) {
      heard(await running.client().get(path, { authorization, accept: 'application/json' }));
    }
    const post = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    const path = '/pools/sandbox/users/auditor/actions/sign-out';
    heard(await running.client().request('POST', path, { headers: post, body: '' }));
  }

  const client = running.client();
  const begun = await client.get('/sign-in/managed');
  const pages = new Browser(running.sandbox.endpoint);
  const page = await pages.open(begun.headers.get('location') ?? '');
  const { url } = await pages.submit(page, { username: 'support', password: operatorPassword });
  secret('the code of managed login', url.searchParams.get('code') ?? '');
  const done = heard(await client.get(url.pathname + url.search));
  expect(done.headers.get('location')).toBe('/');
  heard(await client.get(url.pathname + url.search));
  heard(await running.client().get(url.pathname + url.search));
  secret('a session', client.cookies.get('poolkeeper') ?? '');
  heard(await client.get('/sessions'));
  expectNowhere(watched, { database: 'auditor', log: '/sign-in/callback', answers: 'sessions' });
});

it('No API key is, but on the one page that shows it', async () => {
  secrets.clear();
  const watched = await watchedConsole({ sandbox: { users: 0 } });
  const { running, heard } = watched;
  const admin = await running.signedIn('admin');
  const made = keyShown(await postKey(admin, { name: 'kept-secret' }));
  const form = formOf(await admin.get(`${made.path}/rotate`));
  const rotated = keyShown(await admin.post(`${made.path}/rotate`, form));
  const keys = {
    'a key': made.token,
    'a rotated key': rotated.token,
    'a key with a typo': `${made.token.slice(0, -1)}${made.token.endsWith('0') ? '1' : '0'}`,
    'a key with more behind it': `${rotated.token}.more`,
  };
  const get = async (path: string, key: string) => {
    const headers = { authorization: `Bearer ${key}`, accept: 'application/json' };
    return heard(await running.client().get(path, headers));
  };
  for (const [what, key] of Object.entries(keys)) {
    secret(what, key);
    await get('/api/v1/pools/sandbox/users', key);
    await get('/api/v1/nowhere', key);
    await get('/pools/sandbox/users', key);
    await get('/admin-queries/listUsers', key);
  }
  heard(await admin.post(`${made.path}/rotate`, form));
  heard(await admin.post(`${made.path}/revoke`));
  await get('/api/v1/pools/sandbox/users', rotated.token);
  for (const path of ['/api-keys', made.path, '/pools/sandbox/audit']) heard(await admin.get(path));
  expect(secrets.size).toBe(6);
  expectNowhere(watched, {
    database: 'kept-secret',
    log: 'key_refused',
    answers: 'kept-secret',
  });
});
