import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const browser = sharedBrowser();

const pages = [
  '/pools/sandbox/users',
  '/pools/sandbox',
  '/pools/sandbox/users?q=nobody-is-called-this',
  '/pools/sandbox/users?q=status%3Anonsense',
  '/pools/sandbox/users?q=example&sort=-email&column=email&column=groups&column=sub',
  '/pools/sandbox/views/new?query=q%3Dexample',
  '/pools/sandbox/users/admin',
  '/pools/sandbox/users/support/actions/disable',
  '/pools/sandbox/users/support/actions/delete',
  '/pools/sandbox/users/support/actions/edit-attributes',
  '/pools/sandbox/users/support/actions/add-to-group',
  '/pools/sandbox/users/support/actions/set-password',
  '/pools/sandbox/actions/create-user',
  '/pools/sandbox/groups',
  '/pools/sandbox/groups/editors',
  '/pools/sandbox/groups/editors/add-member',
  '/pools/sandbox/actions/create-group',
  '/pools/sandbox/audit',
  '/pools/sandbox/audit/1',
  '/pools/sandbox/audit/verify',
  '/api-keys',
  '/api-keys/new',
  '/sessions',
  '/permissions',
  '/webhooks',
  '/webhooks/new',
  '/nowhere',
] as const;

const widths = [1440, 390] as const;

const schemes = ['light', 'dark'] as const;

async function check(page: Page, name: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const excess = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect([name, width, excess]).toEqual([name, width, 0]);
  }
  await page.setViewportSize({ width: widths[0], height: 900 });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect([name, serious]).toEqual([name, []]);
}

describe.each(schemes)('in %s, accessible and as wide as its window:', (colorScheme) => {
  // axe puts its script into the page, which the page's own policy would refuse.
  const open = () => openPage(browser(), { colorScheme, bypassCSP: true });

  it('the pages before sign-in', async () => {
    const page = await open();
    await page.goto(`${running().url}/sign-in`);
    await check(page, 'sign-in');
    const invited = await peopleOf(running()).invited();
    await signIn(page, running().url, invited);
    await check(page, 'new password');
  });

  it.each(pages)('%s', async (path) => {
    const page = await open();
    await signIn(page, running().url, 'admin');
    await page.goto(`${running().url}${path}`);
    await check(page, path);
  });

  it('a form in the dialog', async () => {
    const page = await open();
    await signIn(page, running().url, 'admin');
    await page.goto(`${running().url}/pools/sandbox/users/support`);
    await page.locator('a[data-action="user.edit-attributes"]').click();
    await page.locator('#dialog[open]').waitFor();
    await check(page, 'dialog');
  });
});
