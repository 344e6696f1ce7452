import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { consoleForTest } from '../../helpers/console.ts';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { withAttribute } from '../../helpers/html.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf } from '../../helpers/second-factors.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const chosen = 'Another-1234';

async function operator(): Promise<string> {
  const people = peopleOf(running());
  const name = await people.confirmed();
  await people.addToGroup(name, 'pool-support');
  return name;
}

async function askedFor(username: string): Promise<{ client: ConsoleClient; code: string }> {
  const client = running().client();
  const reply = await client.post('/forgot-password', { username });
  expect(reply.headers.get('location')).toBe('/reset-password');
  return { client, code: await secondFactorsOf(running()).sentCode(username) };
}

const fields = (username: string, code: string, newPassword = chosen, repeated = newPassword) => ({
  username,
  code,
  newPassword,
  repeated,
});

describe('an operator who forgot the password', () => {
  it('sets a new one with a code and signs in with it', async () => {
    const name = await operator();
    const { client, code } = await askedFor(name);
    const page = await client.get('/reset-password');
    expect(page.text).toContain('a code was sent');
    expect(withAttribute(page.body, 'name', 'username')[0]?.attributes.get('value')).toBe(name);
    const reply = await client.post('/reset-password', fields(name, code));
    expect(reply.headers.get('location')).toBe('/sign-in?password=set');
    expect((await client.get('/sign-in?password=set')).text).toContain('new password is set');
    const signedIn = await client.post('/sign-in', { username: name, password: chosen });
    expect(signedIn.headers.get('location')).toBe('/');
  });

  it('may have got the code elsewhere', async () => {
    const name = await operator();
    const { code } = await askedFor(name);
    const client = running().client();
    const page = await client.get('/reset-password');
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('a code was sent');
    expect((await client.post('/reset-password', fields(name, code))).status).toBe(303);
  });

  it.each<[string, Partial<ReturnType<typeof fields>>, RegExp]>([
    ['no code', { code: '' }, /Type the code/],
    ['a wrong code', { code: '000000' }, /not right, or not good/],
    ['another password the second time', { repeated: 'Other-1234' }, /not the same/],
    ['a weak password', { newPassword: 'weak', repeated: 'weak' }, /policy/],
    ['no username', { username: ' ' }, /Enter your username/],
  ])('is told beside the field about %s', async (_, changes, words) => {
    const name = await operator();
    const { client, code } = await askedFor(name);
    const typed = { ...fields(name, code === '000000' ? '111111' : code), ...changes };
    const reply = await client.post('/reset-password', typed);
    expect(reply.status).toBe(422);
    expect(reply.text).toMatch(words);
    expect(withAttribute(reply.body, 'aria-invalid', 'true')).toHaveLength(1);
    expect(reply.body).not.toContain(typed.newPassword);
    expect((await client.post('/reset-password', fields(name, code))).status).toBe(303);
  });
});

describe('asking for a code', () => {
  it('answers the same for everybody', async () => {
    const { cognito, sandbox } = running();
    const people = peopleOf(running());
    const disabled = await operator();
    await cognito.send(
      new AdminDisableUserCommand({ UserPoolId: sandbox.userPoolId, Username: disabled }),
    );
    const names = [
      await operator(),
      'nobody-of-this-name',
      disabled,
      await people.unconfirmed(),
      await people.invited(),
      await people.confirmed({ email: '', email_verified: '' }),
      'a b',
    ];
    const pages = [];
    for (const username of names) {
      const client = running().client();
      const reply = await client.post('/forgot-password', { username });
      expect([reply.status, reply.headers.get('location')]).toEqual([303, '/reset-password']);
      pages.push((await client.get('/reset-password')).body.replaceAll(username, 'somebody'));
    }
    expect(new Set(pages).size).toBe(1);
  });

  it('answers the same to a wrong code, whether or not there is such an account', async () => {
    const replies = [];
    for (const username of [await operator(), 'nobody-of-this-name']) {
      const { client } = await askedFor(username);
      const reply = await client.post('/reset-password', fields(username, '000000'));
      replies.push([reply.status, reply.body.replaceAll(username, 'somebody')]);
    }
    expect(replies[1]).toEqual(replies[0]);
  });

  it('needs a name', async () => {
    const reply = await running().client().post('/forgot-password', { username: ' ' });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('Enter your username');
  });

  it('is no way around an authenticator', async () => {
    const factors = secondFactorsOf(running());
    const name = await operator();
    await factors.authenticator(name);
    await factors.prefer(name, { totp: true }, 'totp');
    const { client, code } = await askedFor(name);
    await client.post('/reset-password', fields(name, code));
    const reply = await client.post('/sign-in', { username: name, password: chosen });
    expect(reply.headers.get('location')).toBe('/sign-in/code');
  });

  it('says so when the pool is away', async () => {
    const alone = await consoleForTest({ sandbox: { users: 0 } });
    await alone.stopPool();
    const reply = await alone.client().post('/forgot-password', { username: 'admin' });
    expect(reply.status).toBe(503);
    expect(withAttribute(reply.body, 'name', 'username')[0]?.attributes.get('value')).toBe('admin');
  });

  it('is limited', async () => {
    const alone = await consoleForTest({ sandbox: { users: 0 } });
    const client = alone.client();
    const statuses = [];
    for (let time = 0; time < 25; time += 1) {
      statuses.push((await client.post('/forgot-password', { username: 'nobody' })).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 303));
    expect(statuses.at(-1)).toBe(429);
  });
});
