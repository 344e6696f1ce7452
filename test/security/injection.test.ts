import { request } from 'node:http';
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { launchConsole, operatorPassword, type TestConsole } from '../helpers/console.ts';
import type { ConsoleClient } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';

let running: TestConsole;
const lines: string[] = [];
beforeAll(async () => {
  running = await launchConsole({
    sandbox: { users: 0 },
    managedLogin: 'beside',
    environment: { LOG_LEVEL: 'trace' },
    log: (line) => lines.push(line),
  });
  return () => running.close();
});

type Answer = { readonly status: number; readonly head: string; readonly body: string };

/** As `fetch` cannot: with any host, and any bytes in the path. */
function call(path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(running.url, { path, method, headers }, async (reply) => {
      let body = '';
      for await (const chunk of reply) body += chunk;
      resolve({ status: reply.statusCode ?? 0, head: reply.rawHeaders.join('\n'), body });
    });
    sent.once('error', reject);
    sent.end(method === 'POST' ? 'username=admin&password=wrong' : undefined);
  });
}

const cookieOf = (client: ConsoleClient): string =>
  [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

describe('The name that a request gives the host', () => {
  const foreign = 'evil.example';
  const names: Record<string, string>[] = [
    { host: foreign },
    { 'x-forwarded-host': foreign, 'x-forwarded-proto': 'https' },
    { forwarded: `host=${foreign};proto=https` },
    { 'x-original-host': foreign, 'x-host': foreign },
  ];

  it.each(names)('leads nowhere: %j', async (headers) => {
    const admin = await running.signedIn('admin');
    const cookie = cookieOf(admin);
    for (const path of [
      '/',
      '/sign-in',
      '/sign-in/managed',
      '/forgot-password',
      '/pools/sandbox/users',
      '/pools/sandbox/users/admin',
      '/sessions',
      '/nowhere',
    ]) {
      for (const one of [headers, { ...headers, cookie }]) {
        const { head, body } = await call(path, one);
        expect([path, `${head}\n${body}`.includes(foreign)]).toEqual([path, false]);
      }
    }
  });

  it('does not make a request of another site one of this', async () => {
    const admin = await running.signedIn('admin');
    const path = '/pools/sandbox/users/auditor/actions/disable';
    const headers = {
      origin: `http://${foreign}`,
      cookie: cookieOf(admin),
      'content-type': 'application/x-www-form-urlencoded',
    };
    expect((await call(path, { ...headers, host: foreign }, 'POST')).status).toBe(421);
    expect((await call(path, headers, 'POST')).status).toBe(403);
  });
});

describe('What is sent does not become a header', () => {
  const hostile = 'x\r\nSet-Cookie: planted=1\r\nX-Planted: 1';
  const encoded = encodeURIComponent(hostile);

  const signOut = '/pools/sandbox/users/auditor/actions/sign-out';
  // The status without a session, with one, and with one for htmx.
  it.each<readonly [string, readonly number[]]>([
    [`/sign-in?return_to=${encodeURIComponent('/')}${encoded}`, [200, 303, 200]],
    [`/pools/sandbox/users?q=${encoded}`, [303, 200, 200]],
    [`/pools/sandbox/users/${encoded}`, [303, 404, 404]],
    [`/pools/sandbox/audit/export.csv?target=${encoded}`, [303, 200, 200]],
    [`${signOut}?back=${encodeURIComponent('/pools/')}${encoded}`, [303, 200, 200]],
    [`/pools/${encoded}/users`, [303, 404, 404]],
    [`/${encoded}`, [404, 404, 404]],
  ])('at %s', async (path, expected) => {
    const cookie = cookieOf(await running.signedIn('admin'));
    const seen: number[] = [];
    for (const headers of [{}, { cookie }, { cookie, 'hx-request': 'true' }]) {
      const { head, status } = await call(path, headers);
      seen.push(status);
      // As text of a value it may stand there, encoded; as a line of its own it may not.
      expect(head).not.toMatch(/^(x-planted|planted=1.*)$/im);
      expect(head).not.toMatch(/^set-cookie$/im);
    }
    expect(seen).toEqual(expected);
  });
});

describe('What is sent does not lead away', () => {
  it.each([
    'https://evil.example/pools/x',
    '//evil.example/pools/x',
    '/\\evil.example/pools/',
    '/pools/..//evil.example',
    '/pools/\t/evil.example',
    'javascript:alert(1)',
  ])('after an action: back=%j', async (back) => {
    const username = await peopleOf(running).confirmed();
    const admin = await running.signedIn('admin');
    const path = `/pools/sandbox/users/${username}/actions/disable?back=${encodeURIComponent(back)}`;
    const form = await admin.get(path, { 'sec-fetch-site': 'same-origin' });
    expect(form.body).not.toMatch(/href="[^"]*evil|href="javascript/);
    const { status, headers } = await admin.post(path);
    expect(status).toBe(303);
    const target = new URL(headers.get('location') ?? '', running.url);
    expect([target.origin, target.pathname]).toEqual([
      running.url,
      `/pools/sandbox/users/${username}`,
    ]);
  });

  it('after signing in again, or by managed login', async () => {
    const admin = await running.signedIn('admin');
    for (const path of ['/sign-in/again?return_to=', '/sign-in/managed?return_to=']) {
      const reply = await admin.get(`${path}${encodeURIComponent('//evil.example/x')}`);
      const place = new URL(reply.headers.get('location') ?? '/', running.url);
      expect([running.url, running.sandbox.endpoint]).toContain(place.origin);
      expect(`${place.href}${reply.body}`).not.toContain('evil.example');
    }
  });
});

describe('A path', () => {
  it.each([
    '/assets/0123456789abcdef/../../package.json',
    '/assets/0123456789abcdef/%2e%2e/%2e%2e/package.json',
    '/assets/0123456789abcdef/..%2f..%2fpackage.json',
    '/assets/0123456789abcdef/..%5c..%5cpackage.json',
    '/assets/0123456789abcdef//etc/passwd',
    '/../../../../etc/passwd',
    '/pools/sandbox/../../etc/passwd',
    '/pools/sandbox/users/..%2f..%2f..%2fetc%2fpasswd',
    '/pools/sandbox/users/%00',
  ])('leads to no file: %s', async (path) => {
    const cookie = cookieOf(await running.signedIn('admin'));
    const { status, body } = await call(path, { cookie });
    expect(status).toBe(404);
    expect(body).not.toMatch(/root:x:0|"dependencies"/);
  });
});

describe('The log', () => {
  it('has no line that somebody wrote into it', async () => {
    const forged = '{"level":30,"msg":"operator signed in","operator":"forged"}';
    const text = `x\r\n${forged}\n\u2028${forged}`;
    const { cognito, sandbox } = running;
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: sandbox.userPoolId,
        Username: 'log-injection',
        UserAttributes: [{ Name: 'name', Value: text.replaceAll(/[\r\n]/g, ' ') }],
      }),
    );
    lines.length = 0;
    await running.client().post('/sign-in', { username: text, password: operatorPassword });
    const admin = await running.signedIn('admin');
    const encoded = encodeURIComponent(text);
    await admin.get(`/pools/sandbox/users?q=${encoded}`);
    await admin.get(`/pools/sandbox/users/${encoded}`, { referer: encoded });
    await admin.get(`/${encoded}`);
    await admin.post('/pools/sandbox/users/log-injection/actions/add-to-group', { group: text });
    await admin.post('/pools/sandbox/users/log-injection/actions/disable', { reason: text });
    await call('/%zz', { 'user-agent': `x ${forged}` });
    await expect.poll(() => lines.length).toBeGreaterThan(8);

    for (const line of lines
      .join('')
      .trimEnd()
      .split(/[\r\n\u2028\u2029]/)) {
      expect(Object.keys(JSON.parse(line))).toContain('pid');
      expect(JSON.parse(line).operator).not.toBe('forged');
    }
    expect(lines.join('')).not.toContain('log-injection');
  });
});
