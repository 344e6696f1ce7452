import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { latencyMilliseconds: 40 } });
const browser = sharedBrowser();

/** Waits for as long as a slow machine may need. */
const eventually = <Value>(probe: () => Promise<Value>) => expect.poll(probe, { timeout: 60_000 });

async function crowd(size: number): Promise<string> {
  const mark = `crowd-${randomUUID().slice(0, 8)}`;
  const people = peopleOf(running());
  const names = Array.from({ length: size }, (_, index) => `${mark}-${index}`);
  for (const name of names) await people.confirmed({}, name);
  await running().noticed(...names);
  return mark;
}

async function openList(page: Page, search: string): Promise<void> {
  await signIn(page, running().url, 'admin');
  await page.goto(`${running().url}/pools/sandbox/users?q=${search}`);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

it('ticks all on the page, tells how many, and follows the job to its end without a reload', async () => {
  const mark = await crowd(30);
  const page = await openPage(browser());
  await openList(page, mark);
  await page.getByLabel('Tick all on this page').check();
  await page.getByLabel(`Tick ${mark}-0`, { exact: true }).uncheck();
  expect(await page.locator('[data-tick-count]').textContent()).toBe('29');
  await expectAccessible(page);
  await page.getByLabel('To many at once').selectOption('Disable');
  await page.getByRole('button', { name: 'Ticked users' }).click();
  await page.getByRole('heading', { name: 'Disable: 29 users' }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('To go on, type').fill('29');
  await page.getByRole('button', { name: 'Disable: 29 users' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.getByText('Running').first().waitFor();
  // The stream reloads the page once, at the end.
  await eventually(() => page.locator('[data-job-state]').getAttribute('data-job-state')).toBe(
    'finished',
  );
  expect(await page.locator('main').textContent()).toContain('29 of 29 users');
  await expectAccessible(page);
});

it('works without JavaScript: choose all that match, pause, go on, cancel, read what was not done', async () => {
  const mark = await crowd(100);
  const page = await openPage(browser(), { javaScriptEnabled: false });
  await openList(page, mark);
  expect(await page.getByLabel('Tick all on this page').isVisible()).toBe(false);
  await page.getByLabel('To many at once').selectOption('Sign out everywhere');
  await page.getByRole('button', { name: 'All 100 that match' }).click();
  await page.getByLabel('To go on, type').fill('100');
  await page.getByRole('button', { name: 'Sign out everywhere: 100 users' }).click();
  const pause = page.getByRole('button', { name: 'Pause' });
  // The list of users is written first.
  await eventually(async () => {
    await page.reload();
    return pause.count();
  }).toBe(1);
  await pause.click();
  const state = () => page.locator('[data-job-state]').getAttribute('data-job-state');
  expect(await state()).toBe('paused');
  await page.getByRole('button', { name: 'Go on' }).click();
  expect(await state()).toBe('running');
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  expect(await state()).toBe('cancelled');
  await eventually(async () => {
    await page.reload();
    return page.locator('main').textContent();
  }).toContain('The job was cancelled before the turn came.');
});
