import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const browser = sharedBrowser();

/** Waits for as long as a slow machine may need. */
const eventually = <Value>(probe: () => Promise<Value>) => expect.poll(probe, { timeout: 60_000 });

async function openList(page: Page, query = ''): Promise<void> {
  await running().walked();
  await signIn(page, running().url, 'admin');
  await page.goto(`${running().url}/pools/sandbox/users${query}`);
}

const rows = (page: Page) => page.locator('#results tbody tr').count();
const box = (page: Page) => page.getByLabel('Search users');

it('keeps the list while a search is not finished, and says where it is wrong', async () => {
  const page = await openPage(browser());
  await openList(page);
  await box(page).fill('admin');
  await eventually(() => rows(page)).toBe(1);
  const address = page.url();

  await box(page).fill('admin status:conf');
  await box(page).blur();
  await eventually(() => page.locator('#search-problem mark').allTextContents()).toEqual(['conf']);
  expect(await rows(page)).toBe(1);
  expect(page.url()).toBe(address);
  expect(await box(page).inputValue()).toBe('admin status:conf');
  expect(await box(page).getAttribute('aria-invalid')).toBe('true');

  await box(page).fill('admin status:confirmed');
  await eventually(async () => page.url()).toContain('status');
  expect(await page.locator('#search-problem mark').count()).toBe(0);
  expect(await box(page).getAttribute('aria-invalid')).toBeNull();
  expect(await rows(page)).toBe(1);
});

it('narrows by a menu, writes that into the box, and keeps the order', async () => {
  const page = await openPage(browser());
  await openList(page);
  await page.getByRole('link', { name: 'E-mail', exact: true }).click();
  await page.waitForURL(/sort=email/);
  await page.locator('.facet summary', { hasText: 'Group' }).click();
  await page.locator('.facet a', { hasText: 'pool-admins' }).click();
  await page.waitForURL(/q=group/);
  expect(page.url()).toContain('sort=email');
  await eventually(() => rows(page)).toBe(1);
  expect(await box(page).inputValue()).toBe('group:pool-admins');

  await box(page).fill('group:pool-support');
  await page.waitForURL(/pool-support/);
  expect(page.url()).toContain('sort=email');
});

it('saves the list as a view from a dialog, and shows it as the current one', async () => {
  const page = await openPage(browser());
  await openList(page, '?q=enabled%3Ano');
  const name = `View ${randomUUID().slice(0, 8)}`;
  await page.getByRole('link', { name: 'Save view' }).click();
  await page.locator('#dialog[open]').getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save view' }).click();
  await eventually(() => page.locator('#views [aria-current]').allTextContents()).toEqual([name]);

  await page.getByRole('link', { name: 'Everybody' }).click();
  await box(page).fill('enabled:no');
  await eventually(() => page.locator('#views [aria-current]').allTextContents()).toEqual([name]);
  await page.getByRole('link', { name: `Change the view ${name}` }).click();
  await page.getByRole('button', { name: 'Delete the view' }).click();
  await eventually(() => page.locator('#views').textContent()).not.toContain(name);
});

it('tells by itself that the pool was read again', async () => {
  const page = await openPage(browser());
  await openList(page);
  const asOf = () => page.locator('#freshness time').getAttribute('datetime');
  const before = await asOf();
  await running().walked();
  await eventually(asOf).not.toBe(before);
});

it('works without JavaScript: a search, its mistake, a column', async () => {
  const username = await peopleOf(running()).confirmed({ nickname: 'Nick' });
  const page = await openPage(browser(), { javaScriptEnabled: false });
  await running().noticed(username);
  await openList(page);
  await box(page).fill(username);
  await box(page).press('Enter');
  await eventually(() => rows(page)).toBe(1);
  await page.getByText('Columns and order').click();
  await page.getByLabel('Nickname', { exact: true }).check();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await eventually(() => page.locator('#results tbody').textContent()).toContain('Nick');

  await box(page).fill('created:soon');
  await box(page).press('Enter');
  await eventually(() => page.locator('#search-problem').textContent()).toContain(
    'Write the date as',
  );
  expect(await rows(page)).toBe(1);
});
