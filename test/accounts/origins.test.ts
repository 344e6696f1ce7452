import { describe, expect, it } from 'vitest';
import { signedInBrowser } from '../helpers/account-browser.ts';
import { accountsForTests, accountsOf } from '../helpers/accounts.ts';
import { consoleForTest } from '../helpers/console.ts';

const app = 'https://notes.example.com';
const accounts = accountsForTests({ application: { mode: 'cookie', origins: [app] } });

const corsOf = (headers: Headers) =>
  [...headers].filter(([name]) => name.startsWith('access-control-')).map(([name]) => name);

describe('CSRF protection in cookie mode', () => {
  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'https://notes.example.com.evil.example' }],
    [{ origin: 'http://notes.example.com' }],
    [{ origin: 'https://notes.example.com:8443' }],
    [{ origin: 'null' }],
    [{ origin: 'null', 'sec-fetch-site': 'cross-site' }],
    [{ origin: '', 'sec-fetch-site': 'cross-site' }],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
  ])('refuses a changing request with %j', async (headers) => {
    const { call } = await signedInBrowser(accounts());
    for (const path of ['/refresh', '/sign-out', '/check-token', '/me/sign-out-everywhere']) {
      const reply = await call('POST', path, undefined, headers);
      expect([reply.status, reply.body.code]).toEqual([403, 'cross_site_request']);
      expect(corsOf(reply.headers)).toEqual([]);
    }
    expect((await call('GET', '/me/claims')).status).toBe(200);
  });

  it('takes one of a configured origin, and of a page of this server', async () => {
    const { call } = await signedInBrowser(accounts());
    expect((await call('POST', '/refresh')).status).toBe(200);
    const headers = { origin: app, 'sec-fetch-site': 'same-site' };
    const reply = await call('POST', '/refresh', undefined, headers);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('access-control-allow-origin')).toBe(app);
    expect(reply.headers.get('access-control-allow-credentials')).toBe('true');
    expect(reply.headers.get('vary')).toMatch(/Origin/);
  });

  it('takes JSON only', async () => {
    const { call } = await signedInBrowser(accounts());
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const reply = await call('POST', '/managed-login/sign-out', {}, { 'content-type': type });
      expect([reply.status, reply.body.code]).toEqual([415, 'unsupported_media_type']);
    }
  });
});

describe('CORS', () => {
  const preflight = (origin: string) => ({
    origin,
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'content-type',
  });

  it('answers the preflight of a configured origin', async () => {
    const reply = await accounts().call('OPTIONS', '/me', undefined, preflight(app));
    expect(reply.status).toBe(204);
    expect(reply.headers.get('access-control-allow-origin')).toBe(app);
    expect(reply.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(reply.headers.get('access-control-allow-headers')).toContain('Content-Type');
    expect(reply.headers.get('vary')).toMatch(/Origin/);
  });

  it('says nothing to any other origin, and never *', async () => {
    for (const origin of ['https://evil.example', 'null', `${app}.evil.example`, `${app}/`, '*']) {
      const asked = await accounts().call('OPTIONS', '/me', undefined, preflight(origin));
      expect([asked.status, corsOf(asked.headers)]).toEqual([204, []]);
      const read = await accounts().call('GET', '/me/claims', undefined, { origin });
      expect(corsOf(read.headers)).toEqual([]);
      expect(read.headers.get('vary')).toMatch(/Origin/);
    }
  });

  it('lets a page read problems too, and allows no cookies in body mode', async () => {
    const pool = accounts().running.sandbox;
    const own = accountsOf(await consoleForTest({ pool, application: { origins: [app] } }));
    const reply = await own.call('GET', '/me/claims', undefined, { origin: app });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('access-control-allow-origin')).toBe(app);
    expect(reply.headers.has('access-control-allow-credentials')).toBe(false);
  });

  it('is for the account API alone', async () => {
    const { running } = accounts();
    const reply = await running.client().get('/sign-in', { origin: app });
    expect(corsOf(reply.headers)).toEqual([]);
  });
});
