import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';
import { consoleForTest } from '../helpers/console.ts';

const browser = sharedBrowser();

/** Waits for as long as a slow machine may need. */
const eventually = <Value>(probe: () => Promise<Value>) => expect.poll(probe, { timeout: 60_000 });

/** The id of what has the focus, or else its name. */
const focused = (page: Page) =>
  page.evaluate<string>('document.activeElement.id || document.activeElement.tagName');

it('counts whom a common word finds once they are shown, and moves nobody about', async () => {
  const running = await consoleForTest({ sandbox: { users: 1200 } });
  await running.walked();
  const page = await openPage(browser());
  await signIn(page, running.url, 'admin');
  await page.goto(`${running.url}/pools/sandbox/users`);
  const box = page.getByLabel('Search users');
  const summary = page.locator('[data-summary]');

  // Words of two letters are in no index, so that everybody has to be looked at.
  await box.fill('an');
  await eventually(() => summary.textContent()).toMatch(/^\s*[\d,]+ users match\s*$/);
  expect(new URL(page.url()).search).toBe('?q=an');
  expect(await focused(page)).toBe('search');
  await page.locator('.facet summary', { hasText: 'Status' }).click();
  expect(await page.locator('.facet[open] .facet-count').first().textContent()).toMatch(/\d/);

  await page.reload();
  await eventually(() => summary.textContent()).toMatch(/users match/);
  expect(await focused(page)).toBe('BODY');
});
