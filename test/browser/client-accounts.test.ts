import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage, sharedBrowser } from '../helpers/browser/browser.ts';
import { serveClientPage } from '../helpers/browser/client-page.ts';
import { consoleForTest, operatorPassword, type TestConsole } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

const browser = sharedBrowser();

/** A page of another origin than the account API, which allows it. */
async function pageOf(mode: 'body' | 'cookie', storage = 'memoryStorage()') {
  let running: TestConsole | undefined;
  const origin = await serveClientPage(async (own) => {
    running = await consoleForTest({
      sandbox: { users: 0 },
      application: { mode, origins: [own] },
    });
    const baseUrl = `${running.url}/accounts/v1`;
    const options = `{ baseUrl: '${baseUrl}', mode: '${mode}', storage: ${storage} }`;
    return { options, allowedOrigin: running.url };
  });
  if (running === undefined) throw new Error('The console is not running.');
  const username = await peopleOf(running).confirmed();
  const page = await openPage(browser());
  await page.goto(origin);
  return { page, origin, username, running };
}

const signIn = (page: Page, username: string, more = ''): Promise<string> =>
  page.evaluate<string>(
    `client.signIn({ username: '${username}', password: '${operatorPassword}' ${more} })
      .then(({ status }) => status)`,
  );

describe('The client in a browser, by the account API', () => {
  it.each(['password', 'srp'])('signs in from another origin, flow %s', async (flow) => {
    const { page, username } = await pageOf('body', 'webStorage(localStorage)');
    expect(await signIn(page, username, `, flow: '${flow}'`)).toBe('signed-in');
    await page.evaluate('client.refresh()');
    await page.reload();
    expect(await page.evaluate('client.me().then(({ username }) => username)')).toBe(username);
    await page.evaluate('client.signOut()');
    expect(await page.evaluate('client.checkToken().then(({ state }) => state)')).toBe('over');
  });

  it('has no token in cookie mode, and stays signed in over a reload', async () => {
    const { page, username, running } = await pageOf('cookie');
    expect(await signIn(page, username)).toBe('signed-in');
    expect(await page.evaluate('client.tokens()')).toBeUndefined();
    expect(await page.evaluate('document.cookie')).toBe('');
    const [cookie] = await page.context().cookies(running.url);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    await page.reload();
    expect(await page.evaluate('client.me().then(({ username }) => username)')).toBe(username);
    expect(await page.evaluate('client.claims().then(({ username }) => username)')).toBe(username);
    expect(await page.evaluate('client.checkToken()')).toEqual({ state: 'valid' });
    const status = `client.fetch('${running.url}/accounts/v1/me').then(({ status }) => status)`;
    expect(await page.evaluate(status)).toBe(200);
  });

  it('is signed in by managed login', async () => {
    const { page, origin, username, running } = await pageOf('cookie');
    const start = `${running.url}/accounts/v1/managed-login/start`;
    // The sandbox's login page allows no redirect beyond the account API's own origin.
    await page.goto(`${start}?return_to=/healthz`);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password').fill(operatorPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${running.url}/healthz`);
    await page.goto(origin);
    expect(await page.evaluate('client.me().then(({ username }) => username)')).toBe(username);
  });

  it('ends the session of the cookie with the sign-out', async () => {
    const { page, username } = await pageOf('cookie');
    expect(await signIn(page, username)).toBe('signed-in');
    await page.evaluate('client.refresh()');
    await page.evaluate('client.signOut()');
    expect(await page.evaluate('events')).toEqual([
      `signed-in ${username}`,
      `refreshed ${username}`,
      `signed-out ${username}`,
    ]);
    expect(await page.evaluate('client.me().catch(({ code }) => code)')).toBe('not_signed_in');
    expect(await page.evaluate('client.checkToken()')).toMatchObject({ state: 'over' });
  });
});
