import { expect, it } from 'vitest';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const browser = sharedBrowser();

it.each([true, false])('A key is shown once, with JavaScript: %s', async (javaScriptEnabled) => {
  const page = await openPage(browser(), { javaScriptEnabled });
  await signIn(page, running().url, 'admin');
  const name = `program-${javaScriptEnabled}`;
  await page.locator('.operator-menu summary').click();
  await page.getByRole('link', { name: 'API keys' }).click();
  await page.getByRole('link', { name: 'New key' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Role', { exact: true }).selectOption('support');
  await page.getByLabel('Only the ticked actions').check();
  await page.getByLabel('Sign out everywhere').check();
  await page.getByRole('button', { name: 'Create key' }).click();
  const secret = page.locator('.key-secret');
  await secret.waitFor();
  const key = await secret.innerText();
  expect(key).toMatch(/^pk_live_[0-9A-Za-z]{34}$/);
  await page.getByRole('link', { name: 'I have copied the key' }).click();
  await page.getByRole('heading', { name }).waitFor();
  expect(await page.content()).not.toContain(key);
  expect(await page.content()).toContain('Sign out');

  // Chromium asks whether to send the form again; the answer to that is the name's.
  await page.goBack().catch(() => undefined);
  const present = () => page.content().catch(() => key);
  await expect.poll(present).not.toContain(key);
  await page.goto(`${running().url}/api-keys`);
  await page.getByRole('link', { name }).waitFor();
  expect(await page.content()).not.toContain(key);
});

it('A reload of the page with the key makes no second one and shows none', async () => {
  const page = await openPage(browser());
  await signIn(page, running().url, 'admin');
  await page.goto(`${running().url}/api-keys/new`);
  await page.getByLabel('Name').fill('reloaded');
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = await page.locator('.key-secret').innerText();
  await page.reload();
  await page.getByText('An API key in use has this name').waitFor();
  expect(await page.content()).not.toContain(key);
  expect(await page.content()).not.toMatch(/pk_live_[0-9A-Za-z]{34}/);
});
