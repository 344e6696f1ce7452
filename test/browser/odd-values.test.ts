import { expect, it } from 'vitest';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';
import { consoleWithOddValues, oddValues } from '../helpers/odd-values.ts';
import { peopleOf } from '../helpers/people.ts';

const browser = sharedBrowser();

it.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])(
  'a browser saves another attribute beside odd values, and leaves these as they are, %s',
  async (_, javaScriptEnabled) => {
    const running = await consoleWithOddValues();
    const people = peopleOf(running);
    const username = await people.confirmed();
    running.store(username, oddValues);
    const page = await openPage(browser(), { javaScriptEnabled });
    await signIn(page, running.url, 'admin');
    await page.goto(`${running.url}/pools/sandbox/users/${username}`);
    await page.locator('a[data-action="user.edit-attributes"]').click();
    await page.locator('[name="attribute:nickname"]').fill('Odd');
    await page
      .locator('form.action-form')
      .getByRole('button', { name: 'Save', exact: true })
      .click();
    await expect.poll(() => page.getByRole('status').textContent()).toContain('were saved');
    expect(await people.attributes(username)).toMatchObject({ ...oddValues, nickname: 'Odd' });
  },
);
