import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage, sharedBrowser } from '../helpers/browser/browser.ts';
import { emptyPage } from '../helpers/browser/empty-page.ts';
import { consoleForTest, operatorPassword, type TestConsole } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

const browser = sharedBrowser();

/** Two origins, of which the application in cookie mode allows the first. */
async function twoOrigins() {
  const [own, foreign] = [await emptyPage(), await emptyPage()];
  const running = await consoleForTest({
    sandbox: { users: 0 },
    application: { mode: 'cookie', origins: [own] },
  });
  return { own, foreign, running, username: await peopleOf(running).confirmed() };
}

type Sent = {
  readonly method?: string;
  readonly body?: unknown;
  readonly mode?: 'cors' | 'no-cors';
};

/** A fetch with credentials by a script of the page; the status, or `failed` when it may not read it. */
function send(page: Page, { url }: TestConsole, path: string, sent: Sent = {}) {
  return page.evaluate(
    async ({ address, method = 'GET', body, mode = 'cors' }) => {
      try {
        const reply = await fetch(address, {
          method,
          mode,
          credentials: 'include',
          ...(body !== undefined && { body: JSON.stringify(body) }),
          headers: body === undefined ? {} : { 'content-type': 'application/json' },
        });
        return reply.status;
      } catch {
        return 'failed';
      }
    },
    { address: `${url}/accounts/v1${path}`, ...sent },
  );
}

it('A page of a configured origin signs in by fetch, and a page of another cannot use the session', async () => {
  const { own, foreign, running, username } = await twoOrigins();
  const page = await openPage(browser());
  await page.goto(own);
  const credentials = { method: 'POST', body: { username, password: operatorPassword } };
  expect(await send(page, running, '/sign-in', credentials)).toBe(200);
  expect(await send(page, running, '/me/claims')).toBe(200);
  expect(await page.evaluate('document.cookie')).toBe('');

  const other = await page.context().newPage();
  await other.goto(foreign);
  expect(await send(other, running, '/me/claims')).toBe('failed');
  expect(await send(other, running, '/sign-in', credentials)).toBe('failed');
  expect(await send(other, running, '/refresh', { method: 'POST' })).toBe('failed');
  // The browser sends this one, cookie and all, without asking first.
  expect(await send(other, running, '/sign-out', { method: 'POST', mode: 'no-cors' })).toBe(
    'failed',
  );
  expect(await send(page, running, '/me/claims')).toBe(200);
  expect(await send(page, running, '/sign-out', { method: 'POST' })).toBe(204);
  expect(await send(page, running, '/me/claims')).toBe(401);
});

it('Managed login leads from a page of a configured origin back to it, signed in', async () => {
  const { own, running, username } = await twoOrigins();
  const page = await openPage(browser());
  const returnTo = encodeURIComponent(`${own}/list`);
  await page.goto(`${running.url}/accounts/v1/managed-login/start?return_to=${returnTo}`);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(operatorPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${own}/list`);
  expect(await send(page, running, '/me/claims')).toBe(200);
  const address = await page.evaluate<string>(
    `fetch('${running.url}/accounts/v1/managed-login/sign-out', {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ returnTo: '${own}/bye' }),
    }).then((reply) => reply.json()).then(({ address }) => address)`,
  );
  await page.goto(address);
  await page.waitForURL(`${own}/bye`);
  expect(await send(page, running, '/me/claims')).toBe(401);
});
