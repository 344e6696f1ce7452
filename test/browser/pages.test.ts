import { AxeBuilder } from '@axe-core/playwright';
import { expect, it } from 'vitest';
import { openPage, sharedBrowser, signIn } from '../helpers/browser.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const browser = sharedBrowser();

const pages = [
  '/pools/sandbox/users',
  '/pools/sandbox/users?prefix=nobody-is-called-this',
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
  '/permissions',
  '/nowhere',
] as const;

const widths = [1440, 390] as const;

it.each(['light', 'dark'] as const)(
  'every page is accessible and as wide as its window in %s',
  async (colorScheme) => {
    // axe puts its script into the page, which the page's own policy would refuse.
    const page = await openPage(browser(), { colorScheme, bypassCSP: true });
    const check = async (name: string): Promise<void> => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        const room = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect([name, width, room]).toEqual([name, width, 0]);
      }
      await page.setViewportSize({ width: widths[0], height: 900 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect([name, serious]).toEqual([name, []]);
    };

    await page.goto(`${running().url}/sign-in`);
    await check('/sign-in');
    const invited = await peopleOf(running()).invited();
    await signIn(page, running().url, invited);
    await check('/sign-in/new-password');
    await page.context().clearCookies();
    await signIn(page, running().url, 'admin');
    for (const path of pages) {
      await page.goto(`${running().url}${path}`);
      await check(path);
    }
    await page.goto(`${running().url}/pools/sandbox/users/support`);
    await page.locator('a[data-action="user.edit-attributes"]').click();
    await page.locator('#dialog[open]').waitFor();
    await check('the dialog');
  },
);
