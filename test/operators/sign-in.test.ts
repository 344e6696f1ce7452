import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import fastifyCookie from '@fastify/cookie';
import fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cookiesFor } from '../../server/operators/cookies.ts';
import { permissions } from '../../server/operators/permissions.ts';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';
import { withAttribute, withTag } from '../helpers/html.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const home = '/pools/sandbox/users';

async function addUser(username: string, group?: string): Promise<void> {
  const { cognito, sandbox } = running();
  const user = { UserPoolId: sandbox.userPoolId, Username: username };
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...user, Password: operatorPassword, Permanent: true }),
  );
  if (group) {
    await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: group }));
  }
}

describe('signing in', () => {
  it('leads to the start page with a cookie that only this browser has', async () => {
    const client = running().client();
    const reply = await client.post('/sign-in', { username: 'admin', password: operatorPassword });
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toBe('/');
    const [cookie = ''] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^poolkeeper=[\w-]{43};/);
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).not.toMatch(/Secure|Max-Age|Expires|Domain/);
    expect((await client.get(home)).status).toBe(200);
  });

  it('forgives spaces around the username', async () => {
    const credentials = { username: ' admin ', password: operatorPassword };
    expect((await running().client().post('/sign-in', credentials)).status).toBe(303);
  });

  it('leads on to the page that was asked for', async () => {
    const client = running().client();
    const asked = await client.get(`${home}?prefix=a&status=CONFIRMED`);
    const form = await client.get(asked.headers.get('location') ?? '');
    const [hidden] = withAttribute(form.body, 'type', 'hidden');
    const reply = await client.post('/sign-in', {
      username: 'admin',
      password: operatorPassword,
      [hidden?.attributes.get('name') ?? '']: hidden?.attributes.get('value') ?? '',
    });
    expect(reply.headers.get('location')).toBe(`${home}?prefix=a&status=CONFIRMED`);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/..//evil.example',
    'https://evil.example/',
    'https:evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/%0d%0aSet-Cookie:a=b\r\nLocation: https://evil.example',
    '/sign-in',
    '/sign-out',
    `/${'a'.repeat(5000)}`,
  ])('never leads away from this console: %j', async (returnTo) => {
    const client = running().client();
    const form = await client.get(`/sign-in?return_to=${encodeURIComponent(returnTo)}`);
    expect(withAttribute(form.body, 'type', 'hidden')).toEqual([]);
    const credentials = { username: 'admin', password: operatorPassword, returnTo };
    const reply = await client.post('/sign-in', credentials);
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toBe('/');
    expect(reply.headers.getSetCookie().join()).not.toContain('a=b');
    const again = await client.get(`/sign-in?return_to=${encodeURIComponent(returnTo)}`);
    expect(again.headers.get('location')).toBe('/');
  });

  it('is not asked of somebody who is signed in', async () => {
    const client = await running().signedIn('auditor');
    expect((await client.get('/sign-in')).headers.get('location')).toBe('/');
    const there = await client.get(`/sign-in?return_to=${encodeURIComponent(home)}`);
    expect(there.headers.get('location')).toBe(home);
  });

  it('begins a new session and ends the one before', async () => {
    const client = await running().signedIn('admin');
    const before = client.cookies.get('poolkeeper') ?? '';
    await client.post('/sign-in', { username: 'auditor', password: operatorPassword });
    expect(client.cookies.get('poolkeeper')).not.toBe(before);
    const thief = running().client();
    thief.setCookie('poolkeeper', before);
    expect((await thief.get(home)).status).toBe(303);
  });

  it('does not take over a cookie that somebody else chose', async () => {
    const client = running().client();
    client.setCookie('poolkeeper', 'x'.repeat(43));
    await client.post('/sign-in', { username: 'admin', password: operatorPassword });
    expect(client.cookies.get('poolkeeper')).not.toBe('x'.repeat(43));
  });

  it('shows who can sign in to the sandbox', async () => {
    const { text } = await running().client().get('/sign-in');
    for (const words of ['Administrator', 'Support', 'Auditor', 'admin', operatorPassword]) {
      expect(text).toContain(words);
    }
  });
});

describe('a sign-in that fails', () => {
  it('says the same for a wrong password, an unknown name and a disabled account', async () => {
    await addUser('left', 'pool-admins');
    const { cognito, sandbox } = running();
    await cognito.send(
      new AdminDisableUserCommand({ UserPoolId: sandbox.userPoolId, Username: 'left' }),
    );
    const client = running().client();
    const replies = [
      await client.post('/sign-in', { username: 'admin', password: 'Wrong-1234' }),
      await client.post('/sign-in', { username: 'nobody', password: operatorPassword }),
      await client.post('/sign-in', { username: 'left', password: operatorPassword }),
    ];
    for (const reply of replies) {
      expect(reply.status).toBe(401);
      expect(reply.text).toContain('The username or the password is not right.');
      expect(reply.headers.getSetCookie()).toEqual([]);
    }
    const [one, ...others] = replies.map(({ body }) =>
      body.replaceAll(/admin|nobody|left/g, 'somebody'),
    );
    expect(others).toEqual([one, one]);
  });

  it('keeps the username and the way on, never the password', async () => {
    const reply = await running()
      .client()
      .post('/sign-in', { username: '<b>"ada"</b>', password: 'Wrong-1234', returnTo: home });
    const value = (name: string) =>
      withAttribute(reply.body, 'name', name)[0]?.attributes.get('value');
    expect(value('username')).toBe('<b>"ada"</b>');
    expect(value('returnTo')).toBe(home);
    expect(reply.body).not.toContain('Wrong-1234');
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['no password', { username: 'admin' }],
    ['no username', { username: '  ', password: operatorPassword }],
    ['far too much', { username: 'a'.repeat(9000), password: operatorPassword }],
  ])('is a form to fill in again when %s was typed', async (_, fields) => {
    const reply = await running().client().post('/sign-in', fields);
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('Enter your username and your password.');
    expect(withAttribute(reply.body, 'name', 'password')).toHaveLength(1);
  });

  it('takes a username that was sent twice for none', async () => {
    const reply = await running()
      .client()
      .request('POST', '/sign-in', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'username=admin&username=auditor&password=x',
      });
    expect(reply.status).toBe(422);
  });

  it('is a page, not a session, for a member of no operator group', async () => {
    await addUser('guest');
    const client = running().client();
    const reply = await client.post('/sign-in', { username: 'guest', password: operatorPassword });
    expect(reply.status).toBe(403);
    expect(reply.text).toContain('none of the groups');
    expect(client.cookies.size).toBe(0);
  });

  it('from another site is not even tried', async () => {
    const credentials = { username: 'admin', password: operatorPassword };
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const reply = await running().client().post('/sign-in', credentials, headers);
    expect(reply.status).toBe(403);
    expect(reply.headers.getSetCookie()).toEqual([]);
  });

  it('says so when the pool is away, and keeps what was typed', async () => {
    const alone = await consoleForTest({ sandbox: { users: 0 } });
    await alone.stopPool();
    const reply = await alone
      .client()
      .post('/sign-in', { username: 'admin', password: operatorPassword });
    expect(reply.status).toBe(503);
    expect(reply.text).toContain('did not answer');
    expect(withAttribute(reply.body, 'name', 'username')[0]?.attributes.get('value')).toBe('admin');
  });
});

describe('signing out', () => {
  it('ends the session for good and leads to the form', async () => {
    const client = await running().signedIn('admin');
    const cookie = client.cookies.get('poolkeeper') ?? '';
    const reply = await client.post('/sign-out');
    expect(reply.headers.get('location')).toBe('/sign-in');
    expect(client.cookies.has('poolkeeper')).toBe(false);
    client.setCookie('poolkeeper', cookie);
    expect((await client.get(home)).status).toBe(303);
  });

  it('is no trouble for somebody who is not signed in', async () => {
    const client = running().client();
    client.setCookie('poolkeeper', 'x'.repeat(43));
    expect((await client.post('/sign-out')).headers.get('location')).toBe('/sign-in');
    expect((await running().client().post('/sign-out')).status).toBe(303);
  });

  it('cannot be done by a link or by another site', async () => {
    const client = await running().signedIn('admin');
    expect((await client.get('/sign-out')).status).toBe(404);
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await client.post('/sign-out', {}, headers)).status).toBe(403);
    expect((await client.get(home)).status).toBe(200);
  });
});

describe('a role that was taken away', () => {
  it('works no longer than a few minutes', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const own = await consoleForTest({ sandbox: { users: 0 }, now });
    const client = await own.signedIn('support');
    expect((await client.get(home)).status).toBe(200);
    await own.cognito.send(
      new AdminRemoveUserFromGroupCommand({
        UserPoolId: own.sandbox.userPoolId,
        Username: 'support',
        GroupName: 'pool-support',
      }),
    );
    ahead = 5 * 60_000 + 1000;
    const reply = await client.get(home);
    expect(reply.status).toBe(303);
    expect(client.cookies.has('poolkeeper')).toBe(false);
  });
});

describe('behind HTTPS', () => {
  it('the cookie is one that only this very host can set and read', async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    await app.register(fastifyCookie);
    const { name, options } = cookiesFor(true).session;
    app.get('/', async (_request, reply) => reply.setCookie(name, 'value', options).send());
    const { headers } = await app.inject('/');
    expect(headers['set-cookie']).toBe(
      '__Host-poolkeeper=value; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
  });
});

describe('the page of permissions', () => {
  it('tells every operator who may do what', async () => {
    const client = await running().signedIn('auditor');
    const { status, body, text } = await client.get('/permissions');
    expect(status).toBe(200);
    for (const words of ['Administrator', 'pool-support', 'users:reset-password', 'Delete users']) {
      expect(text).toContain(words);
    }
    expect(withTag(body, 'tr')).toHaveLength(Object.keys(permissions).length + 1);
  });
});
