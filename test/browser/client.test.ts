import type { Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clientPool } from '../client/client-pool.ts';
import { openPage, sharedBrowser } from '../helpers/browser/browser.ts';
import { serveClientPage } from '../helpers/browser/client-page.ts';
import { lastCode } from '../sandbox/people/outbox.ts';
import { testPassword } from '../sandbox/sign-in/pool.ts';

const browser = sharedBrowser();
const ada = JSON.stringify({ username: 'ada', password: testPassword });
const hour = 3_600_000;

/** Opens a page with a client of a pool of its own that stores in `localStorage`. */
async function clientPage(prepare: (page: Page) => Promise<void> = async () => {}) {
  const { sandbox, pool } = await clientPool({ pool: { AutoVerifiedAttributes: ['email'] } });
  const { userPoolId, clientId } = pool;
  const settings = JSON.stringify({ userPoolId, clientId, endpoint: sandbox.endpoint });
  const options = `{ ...${settings}, storage: webStorage(localStorage) }`;
  const origin = await serveClientPage(async () => ({
    options,
    allowedOrigin: sandbox.endpoint,
  }));
  const page = await openPage(browser());
  await prepare(page);
  await page.goto(origin);
  return { page, origin, sandbox };
}

const statusOf = (page: Page): Promise<string> =>
  page.evaluate<string>(`client.signIn(${ada}).then(({ status }) => status)`);

const isRefresh = (request: Request): boolean =>
  request.headers()['x-amz-target']?.endsWith('GetTokensFromRefreshToken') === true;

async function withoutWebLocks(page: Page): Promise<void> {
  await page.context().addInitScript("Object.defineProperty(navigator, 'locks', {})");
}

describe('The client in a browser', () => {
  it('signs up, confirms and signs in by SRP, which is loaded then', async () => {
    const { page, sandbox } = await clientPage();
    const scripts: string[] = [];
    page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
    const eve = { username: 'eve', password: testPassword };
    const attributes = { email: 'eve@example.com' };
    await page.evaluate(`client.signUp(${JSON.stringify({ ...eve, attributes })})`);
    await page.evaluate(`client.confirm('eve', '${await lastCode(sandbox)}')`);
    expect(scripts.filter((path) => path.startsWith('/srp'))).toHaveLength(0);
    const step = await page.evaluate(`client.signIn(${JSON.stringify(eve)})`);
    expect(step).toEqual({ status: 'signed-in', username: 'eve', mayRememberDevice: false });
    expect(scripts.filter((path) => path.startsWith('/srp'))).toHaveLength(1);
    expect(await page.evaluate('client.me().then(({ verified }) => verified.email)')).toBe(true);
    const { access } = await page.evaluate<{ access: { username: string } }>(
      'client.verifyTokens()',
    );
    expect(access.username).toBe('eve');
  });

  it('stays signed in over a reload, and the other tab hears of it', async () => {
    const { page, origin } = await clientPage();
    const other = await page.context().newPage();
    await other.goto(origin);
    expect(await statusOf(page)).toBe('signed-in');
    await expect.poll(() => other.evaluate('events')).toEqual(['signed-in ada']);
    expect(await other.evaluate('client.me().then(({ username }) => username)')).toBe('ada');
    await page.reload();
    expect(await page.evaluate('client.username()')).toBe('ada');
    await page.evaluate('client.signOut()');
    await expect.poll(() => other.evaluate('events')).toEqual(['signed-in ada', 'signed-out ada']);
    expect(await other.evaluate('client.checkToken()')).toEqual({
      state: 'over',
      reason: 'not_signed_in',
    });
  });

  it.each([
    ['Web Locks', async () => {}],
    ['a lock in the storage', withoutWebLocks],
  ])('refreshes once for two tabs and many calls, by %s', async (_, prepare) => {
    const { page, origin } = await clientPage(prepare);
    const other = await page.context().newPage();
    await other.goto(origin);
    expect(await statusOf(page)).toBe('signed-in');
    const refreshes: string[] = [];
    page.context().on('request', (request) => {
      if (isRefresh(request)) refreshes.push(request.url());
    });
    const before = await page.evaluate('client.accessToken()');
    const tabs = [page, other];
    const many = `ahead = ${hour}; Promise.all(Array.from({ length: 10 }, client.accessToken))`;
    const tokens = await Promise.all(tabs.map((tab) => tab.evaluate<string[]>(many)));
    expect(new Set(tokens.flat()).size).toBe(1);
    expect(tokens.flat()).not.toContain(before);
    expect(refreshes).toHaveLength(1);
  });

  it('refuses a client secret', async () => {
    const { page } = await clientPage();
    const settings = "{ userPoolId: 'eu-west-1_x', clientId: 'y', clientSecret: 'z' }";
    const code = page.evaluate(
      `(() => { try { createClient(${settings}) } catch ({ code }) { return code } })()`,
    );
    expect(await code).toBe('secret_in_browser');
  });
});
