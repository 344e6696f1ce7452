import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { apiForTests } from '../helpers/api.ts';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';

const api = apiForTests();
const browser = sharedBrowser();

describe.each(['light', 'dark'] as const)('The page of the admin API, in %s', (colorScheme) => {
  it('is as wide as its window and accessible', async () => {
    // axe puts its script into the page, which the page's own policy would refuse.
    const page = await openPage(browser(), { colorScheme, bypassCSP: true });
    await page.goto(`${api().running.url}/api/docs`);
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const excess = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([width, excess]).toEqual([width, 0]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    // One of each part: all of the long page would take axe a minute.
    const { violations } = await new AxeBuilder({ page })
      .include('.api-intro')
      .include('.api-nav-group:nth-of-type(1)')
      .include('[aria-labelledby="tag-users"] .api-contents')
      .include('[aria-labelledby="op-listUsers"]')
      .include('[aria-labelledby="object-User"]')
      .include('#common-problems')
      .include('#user_not_found')
      .analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(serious).toEqual([]);
  });

  it('is reached from the menu, and leads from an operation to the meaning of a problem', async () => {
    const page = await openPage(browser(), { colorScheme, reducedMotion: 'reduce' });
    await signIn(page, api().running.url, 'support');
    await page.goto(`${api().running.url}/pools/sandbox/users`);
    await page.locator('.operator-menu summary').click();
    await page.getByRole('link', { name: 'API documentation' }).click();
    await page
      .getByRole('main')
      .getByRole('link', { name: '/users/{username}', exact: false })
      .first()
      .click();
    const operation = page.getByRole('article', { name: 'Read one user' });
    await operation.getByRole('link', { name: 'user_not_found' }).click();
    expect(new URL(page.url()).hash).toBe('#user_not_found');
    const isInView = `document.querySelector('#user_not_found').getBoundingClientRect().top >= 0`;
    expect(await page.evaluate(isInView)).toBe(true);
    expect(await page.locator('#user_not_found').innerText()).toContain('404');
  });
});
