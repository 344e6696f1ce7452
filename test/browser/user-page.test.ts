import { AdminResetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { consoleInMovingTime } from '../actions/next-step/moving-time.ts';
import { personAt } from '../actions/next-step/person.ts';
import { openPage, sharedBrowser, signIn } from '../helpers/browser/browser.ts';
import { operatorPassword } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

const { running, daysPass, atRealTime } = consoleInMovingTime();
const browser = sharedBrowser();
const chosen = 'Chosen-by-the-person-1';

let people: ReturnType<typeof peopleOf>;
let person: ReturnType<typeof personAt>;
beforeEach(() => {
  people = peopleOf(running());
  person = personAt(running());
});

const card = (page: Page) => page.locator('.next-step');
const form = (page: Page) => page.locator('form.action-form');

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('The card of a stuck user, %s', (_, javaScriptEnabled) => {
  /** Somebody of support on the page of this user. */
  async function supportOn(username: string): Promise<Page> {
    const page = await openPage(browser(), { javaScriptEnabled });
    await atRealTime(() => signIn(page, running().url, 'support'));
    await page.goto(`${running().url}/pools/sandbox/users/${username}`);
    return page;
  }

  /** Presses the one button, and in the form the one that says the same. */
  async function press(page: Page, label: string): Promise<void> {
    expect(await card(page).locator('.btn').count()).toBe(1);
    await card(page).getByRole('link', { name: label, exact: true }).click();
    await form(page).getByRole('button', { name: label, exact: true }).click();
    await page.getByRole('status').waitFor();
  }

  it('an expired invitation: a new one, which works', async () => {
    const username = await people.invited();
    daysPass(8);
    const page = await supportOn(username);
    expect(await card(page).textContent()).toContain('The invitation has expired');
    await press(page, 'Resend invitation');
    expect(await card(page).textContent()).toContain('Has not signed in yet');
    const temporary = await person.secretSentTo(`${username}@example.com`);
    expect(await person.firstSignIn(username, temporary, chosen)).toBe('tokens');
  });

  it('somebody unconfirmed: confirmed and verified', async () => {
    const username = await people.unconfirmed();
    const page = await supportOn(username);
    expect(await card(page).textContent()).toContain('Never entered the confirmation code');
    await press(page, 'Confirm and mark verified');
    expect(await card(page).textContent()).toContain('Nothing is in the way');
    expect(await person.outcome(username, operatorPassword)).toBe('tokens');
    expect(await people.attributes(username)).toMatchObject({ email_verified: 'true' });
  });

  it('a required reset: another code, with which a password is chosen', async () => {
    const username = await people.confirmed();
    const UserPoolId = running().sandbox.userPoolId;
    await running().cognito.send(
      new AdminResetUserPasswordCommand({ UserPoolId, Username: username }),
    );
    const page = await supportOn(username);
    expect(await card(page).textContent()).toContain('Must choose a new password');
    await press(page, 'Send another code');
    const code = await person.secretSentTo(`${username}@example.com`);
    await person.choosePassword(username, code, chosen);
    expect(await person.outcome(username, chosen)).toBe('tokens');
  });

  it('a forgotten password with an unverified contact: verified, and a code', async () => {
    const username = await people.confirmed({ email_verified: 'false' });
    const page = await supportOn(username);
    await press(page, 'Verify contact and reset password');
    const code = await person.secretSentTo(`${username}@example.com`);
    await person.choosePassword(username, code, chosen);
    expect(await person.outcome(username, chosen)).toBe('tokens');
  });

  it('a lost authenticator: taken away by the other button', async () => {
    const username = await people.confirmed();
    await person.setUpAuthenticator(username, operatorPassword);
    expect(await person.outcome(username, operatorPassword)).toBe('SOFTWARE_TOKEN_MFA');
    const page = await supportOn(username);
    expect(await card(page).textContent()).toContain('The authenticator is lost');
    await card(page).getByRole('link', { name: 'Reset second factor' }).click();
    await form(page).getByRole('button', { name: 'Reset second factor' }).click();
    await page.getByRole('status').waitFor();
    expect(await person.outcome(username, operatorPassword)).toBe('tokens');
  });

  it('has no button for an auditor', async () => {
    const username = await people.unconfirmed();
    const page = await openPage(browser(), { javaScriptEnabled });
    await atRealTime(() => signIn(page, running().url, 'auditor'));
    await page.goto(`${running().url}/pools/sandbox/users/${username}`);
    expect(await card(page).textContent()).toContain('Never entered the confirmation code');
    expect(await card(page).locator('a, button').count()).toBe(0);
  });
});

describe('The sections of a user', () => {
  it('that were open stay open after an action, and show what became of it', async () => {
    const username = await people.confirmed();
    await person.setUpAuthenticator(username, operatorPassword);
    const page = await openPage(browser());
    await signIn(page, running().url, 'admin');
    await page.goto(`${running().url}/pools/sandbox/users/${username}`);
    const factors = page.locator('#section-second-factors');
    await page.getByRole('heading', { name: 'Second factors' }).click();
    await factors.getByText('Authenticator app').waitFor();
    await page.getByRole('heading', { name: 'Devices' }).click();
    await page
      .locator('#section-devices')
      .getByText(/device/i)
      .first()
      .waitFor();

    await factors.getByRole('link', { name: 'Reset second factor' }).click();
    await form(page).getByRole('button', { name: 'Reset second factor' }).click();
    await page.getByRole('status').waitFor();
    await factors.getByText('No second factor is switched on.').waitFor();
    const open = page.locator('.section[open] summary');
    expect((await open.allTextContents()).map((text) => text.trim())).toEqual([
      'Second factors',
      'Devices',
    ]);
    // Another visit costs the pool nothing.
    await page.reload();
    expect(await open.count()).toBe(0);
  });

  it('are pages without JavaScript, to which an action leads back', async () => {
    const username = await people.confirmed();
    await person.setUpAuthenticator(username, operatorPassword);
    const page = await openPage(browser(), { javaScriptEnabled: false });
    await signIn(page, running().url, 'admin');
    const own = `${running().url}/pools/sandbox/users/${username}`;
    await page.goto(own);
    await page.getByRole('heading', { name: 'Second factors' }).click();
    await page.getByRole('link', { name: `Second factors of ${username}` }).click();
    await page.getByRole('link', { name: 'Reset second factor' }).click();
    await form(page).getByRole('button', { name: 'Reset second factor' }).click();
    await page.getByText('No second factor is switched on.').waitFor();
    expect(new URL(page.url()).pathname).toBe(new URL(`${own}/second-factors`).pathname);
    expect(await page.getByRole('status').textContent()).toContain(username);
  });
});
