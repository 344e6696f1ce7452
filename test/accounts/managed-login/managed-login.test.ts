import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  accountBrowser,
  signedInBrowser,
  throughManagedLogin,
} from '../../helpers/account-browser.ts';
import { accountsForTests, accountsOf, openApiOf } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';

const app = 'https://notes.example.com';
const accounts = accountsForTests({ application: { mode: 'cookie', origins: [app] } });
const start = '/accounts/v1/managed-login/start';
const session = 'poolkeeper-account';

const startAt = (returnTo: string) => `${start}?return_to=${encodeURIComponent(returnTo)}`;

/** A domain of managed login that answers one of the tokens with another signature. */
async function alteringDomain(name: string) {
  let endpoint = '';
  const server = createServer(async (request, response) => {
    const target = new URL(request.url ?? '/', endpoint);
    if (request.method === 'GET') {
      response.writeHead(302, { location: target.href }).end();
      return;
    }
    const type = request.headers['content-type'] ?? '';
    const body = await text(request);
    const answer = await fetch(target, { method: 'POST', headers: { 'content-type': type }, body });
    const tokens = Object(await answer.json());
    const [header, claims, signature = ''] = String(tokens[name]).split('.');
    tokens[name] = [header, claims, [...signature].reverse().join('')].join('.');
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(tokens));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    origin: `http://127.0.0.1:${port}`,
    standFor(pool: string): void {
      endpoint = pool;
    },
  };
}

describe('redirect to managed login', () => {
  it('has PKCE, state, nonce and the redirect URI', async () => {
    const { running } = accounts();
    const begun = await running.client().get(start);
    expect(begun.status).toBe(302);
    const address = new URL(begun.headers.get('location') ?? '');
    expect(address.origin).toBe(running.sandbox.endpoint);
    const { searchParams: query } = address;
    expect(query.get('response_type')).toBe('code');
    expect(query.get('client_id')).toBe(running.sandbox.applicationClientId);
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('scope')).toBe('openid email aws.cognito.signin.user.admin');
    expect(query.get('redirect_uri')).toBe(`${running.url}/accounts/v1/managed-login/callback`);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(query.get(name)).toMatch(/^[\w-]{43}$/);
    }
    const [cookie = ''] = begun.headers.getSetCookie();
    expect(cookie).toMatch(/^poolkeeper-login=.*Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/);
    for (const name of ['state', 'nonce']) expect(cookie).not.toContain(query.get(name));
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'https://notes.example.com.evil.example/',
    'https://notes.example.com@evil.example/',
    'https://user:x@notes.example.com/',
    'http://notes.example.com/',
    'javascript:alert(1)',
    'https://notes.example.com\\@evil.example/',
    `${app}/${'x'.repeat(2000)}`,
  ])('refuses to lead back to %s', async (returnTo) => {
    const reply = await accounts().call(
      'GET',
      `/managed-login/start?return_to=${encodeURIComponent(returnTo)}`,
    );
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_input']);
    expect(Object.keys(reply.body.fields)).toEqual(['return_to']);
  });

  it('is for a person who opens it, not for a picture on a page of another site', async () => {
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-dest': 'image',
    };
    const reply = await accounts().call('GET', '/managed-login/start', undefined, headers);
    expect([reply.status, reply.body.code]).toEqual([403, 'not_a_navigation']);
  });

  it('is in the OpenAPI document', async () => {
    const { paths, components } = await openApiOf(accounts().running);
    expect(components.securitySchemes).toEqual({
      sessionCookie: { type: 'apiKey', in: 'cookie', name: session },
    });
    expect(paths['/accounts/v1/me/claims'].get.security).toEqual([{ sessionCookie: [] }]);
    for (const route of ['', '/start', '/callback', '/sign-out']) {
      expect(Object.keys(paths)).toContain(`/accounts/v1/managed-login${route}`);
    }
  });

  it('is not offered in body mode, nor without a domain', async () => {
    for (const application of [{}, { mode: 'cookie', domain: undefined } as const]) {
      const own = accountsOf(await consoleForTest({ sandbox: { users: 0 }, application }));
      const reply = await own.call('GET', '/managed-login/start');
      expect([reply.status, reply.body.code]).toEqual([404, 'not_found']);
    }
  });
});

describe('code for tokens', () => {
  it.each([
    [`${app}/list?x=1`, `${app}/list?x=1`],
    ['/here', '/here'],
  ])('begins a session and leads back to %s', async (returnTo, expected) => {
    const browser = accountBrowser(accounts());
    const person = await peopleOf(accounts().running).confirmed();
    const { back } = await throughManagedLogin(accounts(), browser, person, {
      start: startAt(returnTo),
    });
    const reply = await browser.client.get(back);
    expect([reply.status, reply.headers.get('location')]).toEqual([302, expected]);
    expect([...browser.client.cookies.keys()]).toEqual([session]);
    expect((await browser.call('GET', '/me/claims')).body.username).toBe(person);
  });

  it('takes an answer once, and only in the browser that began', async () => {
    const browser = accountBrowser(accounts());
    const person = await peopleOf(accounts().running).confirmed();
    const { back } = await throughManagedLogin(accounts(), browser, person);
    const other = accountBrowser(accounts());
    const elsewhere = await other.client.get(back);
    expect(elsewhere.status).toBe(401);
    expect(JSON.parse(elsewhere.body).code).toBe('managed_login_refused');
    await other.client.get(start);
    expect((await other.client.get(back)).status).toBe(401);
    const copy = accountBrowser(accounts());
    for (const [name, value] of browser.client.cookies) copy.client.setCookie(name, value);
    expect((await browser.client.get(back)).headers.get('location')).toBe(`${app}/`);
    const again = await copy.client.get(back);
    expect(again.headers.get('location')).toBe(`${app}/?sign_in_problem=managed_login_refused`);
    expect(copy.client.cookies.has(session)).toBe(false);
  });

  it.each<[string, (query: URLSearchParams) => void]>([
    ['another code', (query) => query.set('code', 'x')],
    ['no code', (query) => query.delete('code')],
    ['an error', (query) => query.set('error', 'access_denied')],
  ])('leads back with the problem after %s', async (_, change) => {
    const browser = accountBrowser(accounts());
    const person = await peopleOf(accounts().running).confirmed();
    const { back } = await throughManagedLogin(accounts(), browser, person, {
      start: startAt('/here?x=1#part'),
    });
    const url = new URL(back, accounts().running.url);
    change(url.searchParams);
    const reply = await browser.client.get(url.pathname + url.search);
    expect(reply.headers.get('location')).toBe('/here?x=1&sign_in_problem=managed_login_refused');
    expect(browser.client.cookies.size).toBe(0);
  });

  it('takes too long after a quarter of an hour', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const options = { sandbox: { users: 0 }, application: { mode: 'cookie' } } as const;
    const own = accountsOf(await consoleForTest({ ...options, now }));
    const browser = accountBrowser(own);
    const { back } = await throughManagedLogin(
      own,
      browser,
      await peopleOf(own.running).confirmed(),
    );
    ahead = 15 * 60_000 + 1000;
    const reply = await browser.client.get(back);
    expect([reply.status, JSON.parse(reply.body).code]).toEqual([401, 'managed_login_refused']);
  });
});

describe('tokens kept for the user server-side', () => {
  it('are refreshed by the backend before they expire, and lead back to managed login when the refresh token ends', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const running = await consoleForTest({
      sandbox: { users: 0 },
      sources: { clock: now },
      application: { mode: 'cookie' },
      now,
    });
    const { call, username } = await signedInBrowser(accountsOf(running));
    const first = await call('GET', '/me/claims');
    ahead = 59.5 * 60_000;
    const later = await call('GET', '/me/claims');
    expect(later.body.username).toBe(username);
    expect(later.body.jti).not.toBe(first.body.jti);
    expect(later.headers.get('set-cookie')).toBeNull();
    const { userPoolId } = running.sandbox;
    await running.cognito.send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: username }),
    );
    ahead += 60 * 60_000;
    const { status, body } = await call('GET', '/me/claims');
    expect([status, body.code]).toEqual([401, 'session_ended']);
    expect(body.managedLogin).toBe(`${running.url}${start}`);
  });

  it.each(['id_token', 'access_token'])('are refused with a forged %s', async (name) => {
    const domain = await alteringDomain(name);
    const application = { mode: 'cookie', domain: domain.origin } as const;
    const running = await consoleForTest({ sandbox: { users: 0 }, application });
    domain.standFor(running.sandbox.endpoint);
    const own = accountsOf(running);
    const browser = accountBrowser(own);
    const person = await peopleOf(running).confirmed();
    const { back } = await throughManagedLogin(own, browser, person, { start: startAt('/here') });
    const reply = await browser.client.get(back);
    expect(reply.headers.get('location')).toBe('/here?sign_in_problem=token_refused');
    expect(browser.client.cookies.has(session)).toBe(false);
  });

  it('are none for a user who was disabled meanwhile', async () => {
    const { running } = accounts();
    const browser = accountBrowser(accounts());
    const person = await peopleOf(running).confirmed();
    const { back } = await throughManagedLogin(accounts(), browser, person);
    const UserPoolId = running.sandbox.userPoolId;
    await running.cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: person }));
    const reply = await browser.client.get(back);
    expect(reply.headers.get('location')).toBe(`${app}/?sign_in_problem=managed_login_refused`);
    expect(browser.client.cookies.size).toBe(0);
  });
});

describe('sign-out', () => {
  it('ends both sessions and leads back', async () => {
    const { running } = accounts();
    const browser = accountBrowser(accounts());
    const person = await peopleOf(running).confirmed();
    const { back, pages } = await throughManagedLogin(accounts(), browser, person);
    await browser.client.get(back);
    const known = await throughManagedLogin(accounts(), accountBrowser(accounts()), person, {
      pages,
    });
    expect(known.back).toContain('code=');
    const stolen = accountBrowser(accounts());
    stolen.client.setCookie(session, browser.client.cookies.get(session) ?? '');
    const { status, body } = await browser.call('POST', '/managed-login/sign-out', {
      returnTo: `${app}/bye`,
    });
    expect(status).toBe(200);
    expect((await stolen.call('GET', '/me/claims')).body.code).toBe('session_ended');
    const landing = await pages.open(body.address);
    expect(landing.url.href).toBe(`${running.url}/accounts/v1/managed-login`);
    const home = await browser.client.get('/accounts/v1/managed-login');
    expect([home.status, home.headers.get('location')]).toEqual([302, `${app}/bye`]);
    expect(browser.client.cookies.size).toBe(0);
    const begun = await browser.client.get(start);
    const page = await pages.open(begun.headers.get('location') ?? '');
    expect(page.text).toContain('name="password"');
  });

  it('cannot be asked for by another site, nor lead to one', async () => {
    const { call } = await signedInBrowser(accounts());
    const foreign = { origin: 'https://evil.example' };
    const refused = await call('POST', '/managed-login/sign-out', {}, foreign);
    expect([refused.status, refused.body.code]).toEqual([403, 'cross_site_request']);
    const away = await call('POST', '/managed-login/sign-out', {
      returnTo: 'https://evil.example/',
    });
    expect([away.status, away.body.code]).toEqual([422, 'invalid_input']);
    expect((await call('GET', '/me/claims')).status).toBe(200);
  });
});
