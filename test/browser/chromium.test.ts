import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../helpers/browser/chromium.ts';

let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

it('A browser starts and renders a page', async () => {
  const page = await browser.newPage();
  await page.setContent('<h1>Hello</h1>');
  expect(await page.textContent('h1')).toBe('Hello');
});
