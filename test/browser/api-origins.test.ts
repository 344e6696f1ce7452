import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { apiOf } from '../helpers/api.ts';
import { openPage, sharedBrowser } from '../helpers/browser/browser.ts';
import { emptyPage } from '../helpers/browser/empty-page.ts';
import { consoleForTest } from '../helpers/console.ts';

const browser = sharedBrowser();

type Call = {
  readonly address: string;
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A fetch with a token by a script of the page: the status, or `failed` when the page may not read it. */
const call = (page: Page, given: Call) =>
  page.evaluate(async ({ address, token, headers }) => {
    try {
      const reply = await fetch(address, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
      return { status: reply.status, retryAfter: reply.headers.get('retry-after') };
    } catch {
      return 'failed';
    }
  }, given);

it('A page of an origin in API_ORIGINS calls the admin API with a token, and a page of another cannot', async () => {
  const [own, foreign] = [await emptyPage(), await emptyPage()];
  const running = await consoleForTest({
    sandbox: { users: 0 },
    environment: { API_ORIGINS: own },
  });
  const token = await apiOf(running).tokenOf('auditor');
  const address = `${running.url}/api/v1/pools/sandbox/users`;

  const page = await openPage(browser());
  await page.goto(own);
  expect(await call(page, { address, token })).toMatchObject({ status: 200 });
  expect(await call(page, { address, token: 'a.b.c' })).toMatchObject({ status: 401 });
  const headers = {
    'if-match': '"1"',
    'idempotency-key': 'one',
    'content-type': 'application/json',
  };
  expect(await call(page, { address, token, headers })).toMatchObject({ status: 200 });
  // A page of the console itself needs no CORS.
  await page.goto(`${running.url}/sign-in`);
  expect(await call(page, { address, token })).toMatchObject({ status: 200 });

  const other = await page.context().newPage();
  await other.goto(own);
  expect(await call(other, { address, token, headers: { 'x-other': '1' } })).toBe('failed');
  await other.goto(foreign);
  expect(await call(other, { address, token })).toBe('failed');
});
