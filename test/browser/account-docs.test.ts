import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { accountsForTests } from '../helpers/accounts.ts';
import { openPage, sharedBrowser } from '../helpers/browser/browser.ts';

const accounts = accountsForTests();
const browser = sharedBrowser();

describe.each(['light', 'dark'] as const)('The page of the account API, in %s', (colorScheme) => {
  it('is as wide as its window and accessible', async () => {
    // axe puts its script into the page, which the page's own policy would refuse.
    const page = await openPage(browser(), { colorScheme, bypassCSP: true });
    await page.goto(`${accounts().running.url}/accounts/docs`);
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const excess = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([width, excess]).toEqual([width, 0]);
    }
    // One of each part: all of the long page would take axe a minute.
    const { violations } = await new AxeBuilder({ page })
      .include('.api-intro')
      .include('.api-nav-group:nth-of-type(1)')
      .include('[aria-labelledby="op-signUp"]')
      .include('[aria-labelledby="object-Problem"]')
      .include('#wrong_code')
      .analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(serious).toEqual([]);
  });

  it('leads from a problem of an operation to its description, under the strict policy', async () => {
    const page = await openPage(browser(), { colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${accounts().running.url}/accounts/docs#op-confirmSignUp`);
    const operation = page.getByRole('article', { name: 'Confirm an account with the code' });
    await operation.getByRole('link', { name: 'wrong_code' }).click();
    expect(new URL(page.url()).hash).toBe('#wrong_code');
    const isInView = `document.querySelector('#wrong_code').getBoundingClientRect().top >= 0`;
    expect(await page.evaluate(isInView)).toBe(true);
    expect(await page.locator('#wrong_code').innerText()).toContain('422');
  });
});
