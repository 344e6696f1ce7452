import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createManagedLogin } from '../../../server/managed-login/managed-login.ts';
import { consoleForTest, operatorPassword } from '../../helpers/console.ts';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { withAttribute, withTag } from '../../helpers/html.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { Browser } from '../../sandbox/managed-login/browser.ts';
import { createKey, operatorPool } from '../tokens.ts';

const running = sharedConsole({ sandbox: { users: 0 }, managedLogin: 'beside' });
const groups = '/pools/sandbox/groups';

/** The part of an address that the console itself is asked for. */
function pathOf(address: URL | string | null): string {
  const url = new URL(address ?? '', running().url);
  expect(url.origin).toBe(running().url);
  return url.pathname + url.search;
}

/** Goes to managed login and signs in there; answers the address that it leads back to. */
async function throughManagedLogin(
  client: ConsoleClient,
  username: string,
  { start = '/sign-in/managed', pages = new Browser(running().sandbox.endpoint) } = {},
): Promise<{ back: string; pages: Browser }> {
  const begun = await client.get(start);
  expect(begun.status).toBe(303);
  const page = await pages.open(begun.headers.get('location') ?? '');
  const answer =
    page.url.origin === running().url
      ? page
      : await pages.submit(page, { username, password: operatorPassword });
  return { back: pathOf(answer.url), pages };
}

describe('signing in by managed login', () => {
  it('asks with PKCE, state and nonce', async () => {
    const begun = await running().client().get('/sign-in/managed');
    const address = new URL(begun.headers.get('location') ?? '');
    expect(address.origin).toBe(running().sandbox.endpoint);
    const { searchParams: query } = address;
    expect(query.get('response_type')).toBe('code');
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('redirect_uri')).toBe(`${running().url}/sign-in/callback`);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(query.get(name)).toMatch(/^[\w-]{43}$/);
    }
  });

  it('leads into the console, to the page that was asked for', async () => {
    const client = running().client();
    const form = await client.get(`/sign-in?return_to=${encodeURIComponent(groups)}`);
    const [link] = withTag(form.body, 'a').filter(({ text }) => text.includes('own page'));
    const start = link?.attributes.get('href') ?? '';
    const { back } = await throughManagedLogin(client, 'support', { start });
    const reply = await client.get(back);
    expect(reply.headers.get('location')).toBe(groups);
    const page = await client.get(groups);
    expect(page.status).toBe(200);
    expect([...client.cookies.keys()]).toEqual(['poolkeeper']);
  });

  it.each(['https://evil.example/', '//evil.example', '/sign-in/callback?code=x'])(
    'never leads away from this console: %s',
    async (returnTo) => {
      const client = running().client();
      const start = `/sign-in/managed?return_to=${encodeURIComponent(returnTo)}`;
      const { back } = await throughManagedLogin(client, 'auditor', { start });
      expect((await client.get(back)).headers.get('location')).toBe('/');
    },
  );

  it('is a page, not a session, for somebody who is no operator', async () => {
    const guest = await peopleOf(running()).confirmed();
    const client = running().client();
    const { back } = await throughManagedLogin(client, guest);
    const reply = await client.get(back);
    expect(reply.status).toBe(403);
    expect(reply.text).toContain('none of the groups');
    expect(client.cookies.size).toBe(0);
  });

  it('goes on with new tokens, and ends when the pool ends it', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const own = await consoleForTest({ sandbox: { users: 0 }, now, managedLogin: 'only' });
    const client = own.client();
    const begun = await client.get('/sign-in/managed');
    const pages = new Browser(own.sandbox.endpoint);
    const page = await pages.open(begun.headers.get('location') ?? '');
    const { url } = await pages.submit(page, { username: 'support', password: operatorPassword });
    await client.get(url.pathname + url.search);
    ahead = 6 * 60_000;
    expect((await client.get(groups)).status).toBe(200);
    await own.cognito.send(
      new AdminDisableUserCommand({ UserPoolId: own.sandbox.userPoolId, Username: 'support' }),
    );
    ahead = 12 * 60_000;
    expect((await client.get(groups)).status).toBe(303);
  });
});

describe('an answer of managed login', () => {
  it('is taken once', async () => {
    const client = running().client();
    const { back } = await throughManagedLogin(client, 'auditor');
    const copy = running().client();
    for (const [name, value] of client.cookies) copy.setCookie(name, value);
    expect((await client.get(back)).status).toBe(303);
    expect((await copy.get(back)).status).toBe(401);
  });

  it('is worth nothing in another browser', async () => {
    const { back } = await throughManagedLogin(running().client(), 'admin');
    const victim = running().client();
    const reply = await victim.get(back);
    expect(reply.status).toBe(401);
    expect(reply.text).toContain('not begun in this browser');
    expect(victim.cookies.size).toBe(0);
  });

  it('is worth nothing in a browser that began a sign-in of its own', async () => {
    const { back } = await throughManagedLogin(running().client(), 'admin');
    const victim = running().client();
    await victim.get('/sign-in/managed');
    expect((await victim.get(back)).status).toBe(401);
    expect(victim.cookies.has('poolkeeper')).toBe(false);
  });

  it.each<[string, (query: URLSearchParams) => void]>([
    ['another code', (query) => query.set('code', 'x')],
    ['no code', (query) => query.delete('code')],
    ['an error', (query) => query.set('error', 'access_denied')],
  ])('is refused with %s, and can be begun again', async (_, change) => {
    const client = running().client();
    const { back, pages } = await throughManagedLogin(client, 'auditor');
    const url = new URL(back, running().url);
    change(url.searchParams);
    const reply = await client.get(url.pathname + url.search);
    expect(reply.status).toBe(401);
    expect(withAttribute(reply.body, 'role', 'alert')[0]?.text).toContain('Sign in again');
    expect(client.cookies.size).toBe(0);
    const again = await throughManagedLogin(client, 'auditor', { pages });
    expect((await client.get(again.back)).headers.get('location')).toBe('/');
  });

  it.each<[string, (query: URLSearchParams) => void]>([
    ['another state', (query) => query.set('state', 'x'.repeat(43))],
    ['no state', (query) => query.delete('state')],
  ])('with %s is refused, and the sign-in that waits goes on', async (_, change) => {
    const client = running().client();
    const { back } = await throughManagedLogin(client, 'auditor');
    const url = new URL(back, running().url);
    change(url.searchParams);
    const reply = await client.get(url.pathname + url.search);
    expect(reply.status).toBe(401);
    expect(withAttribute(reply.body, 'role', 'alert')[0]?.text).toContain('Sign in again');
    expect((await client.get(back)).headers.get('location')).toBe('/');
  });

  it('says so when the pages are away', async () => {
    const own = await consoleForTest({ sandbox: { users: 0 }, managedLogin: 'beside' });
    const client = own.client();
    const begun = await client.get('/sign-in/managed');
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
    await own.stopPool();
    const reply = await client.get(`/sign-in/callback?code=abc&state=${state}`);
    expect(reply.status).toBe(503);
    expect(reply.text).toContain('did not answer');
  });
});

describe('signing out', () => {
  it('ends the session of managed login too', async () => {
    const client = running().client();
    const { back, pages } = await throughManagedLogin(client, 'auditor');
    await client.get(back);
    const reply = await client.post('/sign-out');
    const address = new URL(reply.headers.get('location') ?? '');
    expect(address.origin).toBe(running().sandbox.endpoint);
    expect(reply.headers.get('content-security-policy')).toContain(
      `form-action 'self' ${address.origin}`,
    );
    expect(pathOf((await pages.open(address)).url)).toBe('/sign-in');
    const begun = await client.get('/sign-in/managed');
    const page = await pages.open(begun.headers.get('location') ?? '');
    expect(page.text).toContain('name="password"');
  });

  it('leads to the form for somebody who came in by it', async () => {
    const client = await running().signedIn('auditor');
    expect((await client.post('/sign-out')).headers.get('location')).toBe('/sign-in');
  });
});

describe('a console with managed login only', () => {
  it('takes no passwords itself', async () => {
    const own = await consoleForTest({ sandbox: { users: 0 }, managedLogin: 'only' });
    const client = own.client();
    const form = await client.get('/sign-in');
    expect(withAttribute(form.body, 'name', 'password')).toEqual([]);
    expect(form.text).toContain('own page');
    const credentials = { username: 'admin', password: operatorPassword };
    expect((await client.post('/sign-in', credentials)).status).toBe(404);
    for (const path of ['/sign-in/code', '/forgot-password', '/reset-password']) {
      expect((await client.get(path)).status).toBe(404);
    }
  });
});

describe('the client of managed login', () => {
  const pool = { ...operatorPool(createKey()), endpoint: 'http://127.0.0.1:9' };

  it('makes new secrets for each sign-in', async () => {
    const login = createManagedLogin(pool, 'https://login.example');
    const [one, two] = [
      await login.begin('https://c/x', false),
      await login.begin('https://c/x', true),
    ];
    expect(one.secrets).not.toEqual(two.secrets);
    for (const secret of Object.values(one.secrets)) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(one.address).not.toContain(one.secrets.codeVerifier);
    expect(new URL(one.address).searchParams.has('prompt')).toBe(false);
    expect(new URL(two.address).searchParams.get('prompt')).toBe('login');
  });

  it('names itself and where to land after signing out', () => {
    const address = new URL(
      createManagedLogin(pool, 'https://login.example').signOutAddress('https://c/sign-in'),
    );
    expect(address.origin + address.pathname).toBe('https://login.example/logout');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: pool.clientId,
      logout_uri: 'https://c/sign-in',
    });
  });
});
