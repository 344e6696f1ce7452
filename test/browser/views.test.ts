import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const browser = sharedBrowser();

/** An administrator's window on the page of a user made for this test. */
async function openUser(page: Page): Promise<string> {
  const username = await peopleOf(running()).confirmed();
  await signIn(page, running().url, 'admin');
  await page.goto(`${running().url}/pools/sandbox/users/${username}`);
  return username;
}

async function openList(page: Page): Promise<void> {
  await signIn(page, running().url, 'admin');
  await page.goto(`${running().url}/pools/sandbox/users`);
}

async function openAction(page: Page, id: string): Promise<void> {
  const link = page.locator(`a[data-action="${id}"]`);
  if (!(await link.isVisible())) await page.getByText('More actions').click();
  await link.click();
  await page.locator('dialog[open] .action-form').waitFor();
}

/** Waits for as long as a slow machine may need. */
const eventually = <Value>(probe: () => Promise<Value>) => expect.poll(probe, { timeout: 60_000 });

const isOpen = (page: Page) => page.locator('dialog[open]').count();
const focusedName = (page: Page) => page.locator(':focus').getAttribute('name');
const focusedText = async (page: Page) => (await page.locator(':focus').textContent())?.trim();
const posts = (page: Page): string[] => {
  const seen: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') seen.push(new URL(request.url()).pathname);
  });
  return seen;
};

describe('The dialog', () => {
  it('takes the focus, and gives it back when Escape closes it', async () => {
    const page = await openPage(browser());
    await openUser(page);
    await openAction(page, 'user.edit-attributes');
    expect(await focusedName(page)).toBe('attribute:email');
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(0);
    expect(await focusedText(page)).toBe('Edit');
  });

  it('gives the focus back to the menu that it was opened from', async () => {
    const page = await openPage(browser());
    await openUser(page);
    await openAction(page, 'user.delete');
    await page.locator('dialog').getByText('Cancel').click();
    expect(await isOpen(page)).toBe(0);
    expect(await focusedText(page)).toBe('More actions');
  });

  it('closes at a click beside it, but not over something typed', async () => {
    const page = await openPage(browser());
    await openUser(page);
    await openAction(page, 'user.edit-attributes');
    await page.mouse.click(5, 5);
    expect(await isOpen(page)).toBe(0);
    await openAction(page, 'user.edit-attributes');
    await page.locator('[name="attribute:name"]').fill('Somebody');
    await page.mouse.click(5, 5);
    expect(await isOpen(page)).toBe(1);
  });

  it('sends nothing before the right name is typed', async () => {
    const page = await openPage(browser());
    const sent = posts(page);
    const username = await openUser(page);
    sent.length = 0;
    await openAction(page, 'user.delete');
    const confirmation = page.locator('[name="confirmation"]');
    await confirmation.fill(username.toUpperCase());
    await confirmation.press('Enter');
    expect(sent).toEqual([]);
    await confirmation.fill(username);
    await confirmation.press('Enter');
    await page.waitForURL(/\/users(\?|$)/);
    expect(sent).toEqual([`/pools/sandbox/users/${username}/actions/delete`]);
  });

  it('shows a refused form again, at the wrong field', async () => {
    const page = await openPage(browser());
    await openUser(page);
    await openAction(page, 'user.edit-attributes');
    await page.locator('[name="attribute:name"]').fill('Kept');
    const phone = page.locator('[name="attribute:phone_number"]');
    await phone.fill('12');
    await phone.press('Enter');
    await page.locator('dialog .field-error').waitFor();
    await eventually(() => focusedName(page)).toBe('attribute:phone_number');
    expect(await page.locator('[name="attribute:name"]').inputValue()).toBe('Kept');
  });

  it('sends a form once, however often it is submitted', async () => {
    const page = await openPage(browser());
    const sent = posts(page);
    const username = await openUser(page);
    sent.length = 0;
    await openAction(page, 'user.disable');
    await page.evaluate(
      `for (let i = 0; i < 3; i += 1) document.querySelector('dialog .action-form').requestSubmit()`,
    );
    await page.getByText(`${username} was disabled`).waitFor();
    expect(sent).toEqual([`/pools/sandbox/users/${username}/actions/disable`]);
  });
});

describe('Trouble on the way', () => {
  it('is told in the dialog, and nothing typed is lost', async () => {
    // Not openPage: Chromium notes an answer of 503 as an error of the page.
    const page = await browser().newPage();
    onTestFinished(() => page.close());
    await openUser(page);
    await openAction(page, 'user.edit-attributes');
    const name = page.locator('[name="attribute:name"]');
    await name.fill('Kept');
    const trouble = page.locator('#dialog-trouble');

    await page.route('**/actions/**', (route) =>
      route.fulfill({ status: 503, body: '<p data-message>The pool is away.</p>' }),
    );
    await name.press('Enter');
    await eventually(() => trouble.textContent()).toContain('The pool is away.');
    await page.unroute('**/actions/**');

    await page.context().setOffline(true);
    await name.press('Enter');
    await eventually(() => trouble.textContent()).toContain('not known whether this was done');
    await page.context().setOffline(false);
    expect(await name.inputValue()).toBe('Kept');

    await name.press('Enter');
    await eventually(() => page.locator('h1').first().textContent()).toContain('Kept');
  });

  it('is told on the page when a list cannot be filtered', async () => {
    const page = await openPage(browser());
    await openList(page);
    await page.context().setOffline(true);
    await page.getByLabel('Search users').fill('someone');
    await eventually(() => page.locator('#page-trouble').textContent()).toContain(
      'cannot be reached',
    );
    expect(await page.getByLabel('Search users').inputValue()).toBe('someone');
    await page.context().setOffline(false);
  });
});

describe('A list', () => {
  it('filters while typing: focus kept, result announced, one step back', async () => {
    const username = await peopleOf(running()).confirmed();
    await running().noticed(username);
    const page = await openPage(browser());
    await openList(page);
    const rows = await page.locator('tbody tr').count();
    await page.keyboard.press('/');
    expect(await focusedName(page)).toBe('q');
    for (const end of [6, username.length]) {
      await page.getByLabel('Search users').fill(username.slice(0, end));
      await page.waitForURL((url) => url.searchParams.get('q') === username.slice(0, end));
    }
    expect(new URL(page.url()).searchParams.has('sort')).toBe(false);
    await eventually(() => page.locator('tbody tr').count()).toBe(1);
    expect(await focusedName(page)).toBe('q');
    expect(await page.locator('#announcer').textContent()).not.toBe('');

    await page.goBack();
    await eventually(() => page.locator('tbody tr').count()).toBe(rows);
    expect(await page.getByLabel('Search users').inputValue()).toBe('');
  });

  it('turns its pages without losing the focus', async () => {
    const page = await openPage(browser());
    await openList(page);
    const first = await page.locator('tbody a').first().textContent();
    await page.getByText('Next page').press('Enter');
    await page.waitForURL(/cursor=/);
    await eventually(() => page.locator('tbody a').first().textContent()).not.toBe(first);
    expect(await page.locator(':focus').count()).toBe(1);
  });
});

describe('Every page', () => {
  it.each([
    ['light', 'rgb(246, 247, 249)'],
    ['dark', 'rgb(18, 22, 27)'],
  ] as const)('is %s as the system is, without a script', async (colorScheme, background) => {
    const page = await openPage(browser(), { colorScheme, javaScriptEnabled: false });
    await page.goto(`${running().url}/sign-in`);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(background);
  });

  it('tells once what was done, and leaves a clean address', async () => {
    const page = await openPage(browser());
    const username = await openUser(page);
    await openAction(page, 'user.disable');
    await page.locator('dialog [type="submit"]').click();
    await page.getByText(`${username} was disabled`).waitFor();
    await page.waitForURL((url) => url.search === '');
    await page.reload();
    expect(await page.getByText(`${username} was disabled`).count()).toBe(0);
  });

  it('shows the keyboard where it is', async () => {
    const page = await openPage(browser());
    await signIn(page, running().url, 'admin');
    await page.locator('body').press('Tab');
    expect(await focusedText(page)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('main');
  });
});

describe('The sign-in page', () => {
  it('is posted once, however often its button is pressed', async () => {
    const page = await openPage(browser());
    const sent = posts(page);
    await page.goto(`${running().url}/sign-in`);
    await page.getByLabel('Fill in as auditor').click();
    expect(await page.locator('#username').inputValue()).toBe('auditor');
    await page.evaluate(
      `for (let i = 0; i < 3; i += 1) document.querySelector('form [type=submit]').click()`,
    );
    await page.waitForURL(/\/pools\//);
    expect(sent).toEqual(['/sign-in']);
  });
});
