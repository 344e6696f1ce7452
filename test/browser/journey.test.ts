import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const browser = sharedBrowser();

/** The form of an action, in the dialog or on a page of its own. */
async function submit(page: Page, label: string): Promise<void> {
  await page.locator('form.action-form').getByRole('button', { name: label, exact: true }).click();
}

/** Follows a link to an action, wherever the page keeps it. */
async function choose(page: Page, id: string): Promise<void> {
  const link = page.locator(`a[data-action="${id}"]`).first();
  const menu = page
    .locator('details.menu', { has: page.locator(`a[data-action="${id}"]`) })
    .first();
  if (!(await link.isVisible())) await menu.locator('summary').click();
  await link.click();
  await page.locator('form.action-form').waitFor();
}

const notice = (page: Page) => page.getByRole('status');

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_name, javaScriptEnabled) => {
  const open = () => openPage(browser(), { javaScriptEnabled });

  it('an administrator finds, changes and deletes a user', async () => {
    const username = await peopleOf(running()).confirmed({ name: 'Grace "G" <Hopper>' });
    await running().noticed(username);
    const page = await open();
    await signIn(page, running().url, 'admin');

    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.getByLabel('Search users').fill(username);
    await page.getByLabel('Search users').press('Enter');
    await page.waitForURL(/q=/);
    await page.getByRole('link', { name: username }).click();
    await expect.poll(() => page.locator('h1').textContent()).toContain('Grace "G" <Hopper>');

    await choose(page, 'user.disable');
    expect(await page.locator('#dialog[open]').count()).toBe(javaScriptEnabled ? 1 : 0);
    await submit(page, 'Disable');
    await expect.poll(() => notice(page).textContent()).toContain('was disabled');
    await notice(page).getByRole('link', { name: 'Undo: enable' }).click();
    await submit(page, 'Enable');
    await expect.poll(() => notice(page).textContent()).toContain('can sign in again');

    await choose(page, 'user.edit-attributes');
    await page.locator('[name="attribute:phone_number"]').fill('555');
    await page.locator('[name="attribute:name"]').fill('Rear Admiral');
    await submit(page, 'Save');
    await expect
      .poll(() => page.locator('form.action-form').textContent())
      .toContain('Write the phone number with its country code');
    expect(await page.locator('[name="attribute:name"]').inputValue()).toBe('Rear Admiral');
    await page.locator('[name="attribute:phone_number"]').fill('+15551234567');
    await submit(page, 'Save');
    await expect.poll(() => page.locator('h1').textContent()).toContain('Rear Admiral');

    await choose(page, 'user.add-to-group');
    await page.getByLabel('Group', { exact: true }).selectOption('editors');
    await submit(page, 'Add to group');
    await expect.poll(() => notice(page).textContent()).toContain('member of editors');

    await choose(page, 'user.delete');
    await page.locator('[name="confirmation"]').fill(username);
    await submit(page, 'Delete');
    await expect.poll(() => notice(page).textContent()).toContain(`${username} was deleted.`);
    await expect(peopleOf(running()).get(username)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it('an administrator creates a user and a group, and brings them together', async () => {
    const username = `made-${randomUUID().slice(0, 8)}`;
    const group = `group-${randomUUID().slice(0, 8)}`;
    const page = await open();
    await signIn(page, running().url, 'admin');
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await choose(page, 'user.create');
    await page.locator('[name="username"]').fill(username);
    await page.locator('[name="attribute:email"]').fill(`${username}@example.com`);
    await submit(page, 'Create user');
    await expect.poll(() => notice(page).textContent()).toContain('was created and invited');

    await page.getByRole('link', { name: 'Groups', exact: true }).first().click();
    await choose(page, 'group.create');
    await page.locator('[name="name"]').fill(group);
    await submit(page, 'Create group');
    await expect
      .poll(() => notice(page).textContent())
      .toContain(`The group ${group} was created.`);

    await choose(page, 'user.add-to-group');
    await page.locator('[name="username"]').fill('nobody');
    await submit(page, 'Add member');
    await expect
      .poll(() => page.locator('form.action-form').textContent())
      .toContain('There is no user of this name');
    await page.locator('[name="username"]').fill(username);
    await submit(page, 'Add member');
    await expect.poll(() => notice(page).textContent()).toContain(`now a member of ${group}`);
    expect(await peopleOf(running()).groups(username)).toEqual([group]);

    await page.getByRole('link', { name: 'Audit', exact: true }).first().click();
    await expect.poll(() => page.locator('main').textContent()).toContain('Create group');
  });

  it('an invited operator chooses a password at first sign-in', async () => {
    const username = await peopleOf(running()).invited();
    await peopleOf(running()).addToGroup(username, 'pool-auditors');
    const page = await open();
    await signIn(page, running().url, username);
    await page.reload();
    await page
      .getByLabel(/new password/i)
      .first()
      .fill('Chosen-12345');
    for (const field of await page.locator('input[type="password"]').all()) {
      await field.fill('Chosen-12345');
    }
    await page
      .locator('main form button[type="submit"], form button[type="submit"]')
      .last()
      .click();
    await page.waitForURL(/\/pools\/sandbox$/);
  });

  it('signs out, and the way back is closed', async () => {
    const page = await open();
    await signIn(page, running().url, 'support');
    await page.locator('header details summary').last().click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto(`${running().url}/pools/sandbox/users`);
    expect(page.url()).toContain('/sign-in?return_to=');
  });
});

it('does an action once, however often the button is pressed', async () => {
  const username = await peopleOf(running()).confirmed();
  const page = await openPage(browser());
  await signIn(page, running().url, 'admin');
  await page.goto(`${running().url}/pools/sandbox/users/${username}`);
  await choose(page, 'user.disable');
  await page.locator('form.action-form button[type="submit"]').dblclick();
  await expect.poll(() => notice(page).textContent()).toContain('was disabled');
  await page.goto(`${running().url}/pools/sandbox/audit?target=${username}`);
  expect(await page.locator('tbody tr').count()).toBe(1);
});

it('replaces the rows while typing, keeps the focus and keeps the address', async () => {
  const username = await peopleOf(running()).confirmed();
  await running().noticed(username);
  const page = await openPage(browser());
  await signIn(page, running().url, 'admin');
  await page.goto(`${running().url}/pools/sandbox/users`);
  const field = page.getByLabel('Search users');
  await field.pressSequentially(username);
  await expect.poll(() => page.locator('#results tbody tr').count()).toBe(1);
  expect(await field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(
    true,
  );
  expect(new URL(page.url()).searchParams.get('q')).toBe(username);
  await page.reload();
  expect(await page.locator('#results tbody tr').count()).toBe(1);
});

it('keeps what was typed when the pool goes away', async () => {
  const people = peopleOf(running());
  const username = await people.confirmed();
  const page = await openPage(browser());
  await signIn(page, running().url, 'admin');
  await page.goto(`${running().url}/pools/sandbox/users/${username}`);
  await choose(page, 'user.edit-attributes');
  await page.locator('[name="attribute:name"]').fill('Typed With Care');
  await page.context().setOffline(true);
  await submit(page, 'Save');
  await expect
    .poll(() => page.locator('#dialog').textContent())
    .toContain('What you typed is still here.');
  expect(await page.locator('[name="attribute:name"]').inputValue()).toBe('Typed With Care');
  await page.context().setOffline(false);
  await submit(page, 'Save');
  await expect.poll(() => page.locator('h1').textContent()).toContain('Typed With Care');
});
