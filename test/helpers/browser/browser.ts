import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchBrowser } from './chromium.ts';

/** One Chromium for all tests of a file. */
export function sharedBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  return () => {
    if (browser === undefined) throw new Error('The browser is not running.');
    return browser;
  };
}

/**
 * A fresh window, closed with the test. The test fails if a page wrote an error to its console,
 * as Chromium does for everything that the content security policy refused.
 */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context: BrowserContext = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // An answer of 4xx, or none while offline, is part of the game.
    const isExpected = /status of 4\d\d|ERR_INTERNET_DISCONNECTED|Failed to fetch/.test(
      message.text(),
    );
    if (message.type() === 'error' && !isExpected) {
      problems.push(message.text());
    }
  });
  onTestFinished(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });
  return page;
}

/** Signs in through the form, in the browser. */
export async function signIn(
  page: Page,
  origin: string,
  username: string,
  password = 'Sandbox-1234',
): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/pools\/|\/sign-in\/new-password/);
}
