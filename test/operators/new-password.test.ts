import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { newPasswordFields } from '../../server/operators/pages/challenges/new-password-form.ts';
import { policyInWords } from '../../server/operators/pages/password-policy.ts';
import { consoleForTest } from '../helpers/console.ts';
import type { ConsoleClient } from '../helpers/console-client.ts';
import { withAttribute } from '../helpers/html.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const temporary = 'Temporary-1';
const chosen = 'Own-password-1';
const page = '/sign-in/new-password';
let count = 0;

/** Somebody who was invited, in the group if one is named, and has typed the temporary password. */
async function invited(group = 'pool-support'): Promise<{ client: ConsoleClient; name: string }> {
  const { cognito, sandbox } = running();
  count += 1;
  const name = `invited-${count}`;
  const user = { UserPoolId: sandbox.userPoolId, Username: name };
  await cognito.send(
    new AdminCreateUserCommand({
      ...user,
      TemporaryPassword: temporary,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: `${name}@example.com` }],
    }),
  );
  if (group !== '') {
    await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: group }));
  }
  const client = running().client();
  const returnTo = '/pools/sandbox/groups';
  const reply = await client.post('/sign-in', { username: name, password: temporary, returnTo });
  expect(reply.headers.get('location')).toBe(page);
  return { client, name };
}

const fields = (newPassword: string, repeated = newPassword) => ({ newPassword, repeated });

describe('somebody with a temporary password', () => {
  it('chooses their own and is where they wanted to go', async () => {
    const { client, name } = await invited();
    const form = await client.get(page);
    expect(form.text).toContain(name);
    expect(form.text).toMatch(/At least \d+ characters/);
    const reply = await client.post(page, fields(chosen));
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toBe('/pools/sandbox/groups');
    expect([...client.cookies.keys()]).toEqual(['poolkeeper', 'poolkeeper-devices']);
    expect((await client.get('/pools/sandbox/groups')).status).toBe(200);
    const again = running().client();
    const signedIn = await again.post('/sign-in', { username: name, password: chosen });
    expect(signedIn.headers.get('location')).toBe('/');
  });

  it('can reload the page as often as they like', async () => {
    const { client } = await invited();
    for (let time = 0; time < 3; time += 1) expect((await client.get(page)).status).toBe(200);
    expect((await client.post(page, fields(chosen))).status).toBe(303);
  });

  it('is not signed in before that', async () => {
    const { client } = await invited();
    expect((await client.get('/pools/sandbox/users')).status).toBe(303);
    expect([...client.cookies.keys()]).toEqual(['poolkeeper-sign-in']);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['nothing', {}, /Choose a new password/],
    ['two different ones', fields(chosen, 'Other-password-1'), /not the same/],
    ['one that is too short', fields('Aa-1'), /longer/],
    ['one without a number', fields('Own-password'), /number/],
  ])('is told beside the field what is wrong with %s', async (_, typed, words) => {
    const { client } = await invited();
    const reply = await client.post(page, typed);
    expect(reply.status).toBe(422);
    expect(reply.text).toMatch(words);
    expect(withAttribute(reply.body, 'aria-invalid', 'true')).toHaveLength(1);
    for (const value of Object.values(typed)) expect(reply.body).not.toContain(value);
    expect((await client.post(page, fields(chosen))).status).toBe(303);
  });

  it('is told when they are no operator, after the password is set', async () => {
    const { client, name } = await invited('');
    expect((await client.post(page, fields(chosen))).status).toBe(403);
    expect(client.cookies.size).toBe(0);
    const again = running().client();
    const reply = await again.post('/sign-in', { username: name, password: chosen });
    expect(reply.status).toBe(403);
  });

  it('starts again when it took too long', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const own = await consoleForTest({ sandbox: { users: 0 }, now });
    const user = { UserPoolId: own.sandbox.userPoolId, Username: 'nora' };
    await own.cognito.send(
      new AdminCreateUserCommand({
        ...user,
        TemporaryPassword: temporary,
        MessageAction: 'SUPPRESS',
      }),
    );
    const client = own.client();
    await client.post('/sign-in', { username: 'nora', password: temporary });
    ahead = 16 * 60_000;
    expect((await client.get(page)).headers.get('location')).toBe('/sign-in');
    expect((await client.post(page, fields(chosen))).headers.get('location')).toBe('/sign-in');
  });
});

describe('the page without a sign-in that waits for it', () => {
  it.each([undefined, 'x'.repeat(43), 'short'])('leads to the form (cookie %s)', async (cookie) => {
    const client = running().client();
    if (cookie) client.setCookie('poolkeeper-sign-in', cookie);
    expect((await client.get(page)).headers.get('location')).toBe('/sign-in');
    expect((await client.post(page, fields(chosen))).headers.get('location')).toBe('/sign-in');
  });

  it('cannot be used with the cookie of a session, or the other way round', async () => {
    const signedIn = await running().signedIn('admin');
    const client = running().client();
    client.setCookie('poolkeeper-sign-in', signedIn.cookies.get('poolkeeper') ?? '');
    expect((await client.get(page)).status).toBe(303);
    const { client: waiting } = await invited();
    const thief = running().client();
    thief.setCookie('poolkeeper', waiting.cookies.get('poolkeeper-sign-in') ?? '');
    expect((await thief.get('/pools/sandbox/users')).status).toBe(303);
  });
});

describe('the form', () => {
  it('asks for what the pool requires and keeps what was typed, but no password', () => {
    const shown = newPasswordFields(
      ['family_name', 'phone_number'],
      undefined,
      { newPassword: 'typed', family_name: 'Lovelace' },
      { phone_number: 'The pool requires this.' },
    );
    expect(shown.map(({ name, label, kind, value }) => [name, label, kind, value])).toEqual([
      ['newPassword', 'New password', 'password', ''],
      ['repeated', 'New password, again', 'password', ''],
      ['family_name', 'Family name', 'text', 'Lovelace'],
      ['phone_number', 'Phone number', 'tel', ''],
    ]);
    expect(shown.at(-1)?.error).toBe('The pool requires this.');
  });

  it.each([
    [[], 'At least 8 characters.'],
    [['Numbers'], 'At least 8 characters, with a number.'],
    [
      ['Uppercase', 'Lowercase', 'Numbers', 'Symbols'],
      'At least 8 characters, with an upper-case letter, a lower-case letter, a number, and a symbol.',
    ],
  ])('says the policy in words: %j', (demands, sentence) => {
    const policy = {
      minimumLength: 8,
      requiresUppercase: demands.includes('Uppercase'),
      requiresLowercase: demands.includes('Lowercase'),
      requiresNumbers: demands.includes('Numbers'),
      requiresSymbols: demands.includes('Symbols'),
      temporaryPasswordValidityDays: 7,
    };
    expect(policyInWords(policy)).toBe(sentence);
  });
});
