import { randomUUID } from 'node:crypto';
import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage, sharedBrowser } from '../helpers/browser/browser.ts';
import {
  expectHeading,
  expectNotice,
  expectProblem,
  notesForTests,
  submit,
} from '../helpers/browser/notes.ts';
import { peopleOf } from '../helpers/people.ts';
import { secondFactorsOf, totp } from '../helpers/second-factors.ts';

const notes = notesForTests();
const browser = sharedBrowser();
const password = 'Sandbox-1234';

const people = () => peopleOf(notes().running);
const factors = () => secondFactorsOf(notes().running);
const newName = () => `user-${randomUUID().slice(0, 8)}`;

async function open(path: string, javaScriptEnabled = false): Promise<Page> {
  const page = await openPage(browser(), { javaScriptEnabled });
  await page.goto(`${notes().url}${path}`);
  return page;
}

async function signIn(page: Page, username: string, secret = password): Promise<void> {
  await page.goto(`${notes().url}/sign-in`);
  await submit(page, 'Sign in', { Username: username, Password: secret });
}

async function allowEveryFactor(): Promise<void> {
  await factors().ofPool({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: {
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
    },
    EmailMfaConfiguration: {},
  });
}

async function signedIn(username: string): Promise<Page> {
  const page = await open('/');
  await signIn(page, username);
  await page.waitForURL(/\/notes$/);
  return page;
}

describe('The example', () => {
  it('takes a new user from the sign-up to the first note and out again', async () => {
    const username = newName();
    const page = await open('/notes');
    await expectHeading(page, 'Sign in');
    await page.getByRole('link', { name: 'Create account' }).click();
    const account = {
      Username: username,
      'Your name': 'Ada <b>',
      Email: `${username}@example.com`,
    };
    await submit(page, 'Create account', { ...account, Password: 'weak' });
    await expectProblem(page, /password/i);
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada <b>');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    await submit(page, 'Create account', { Password: password });

    await expectHeading(page, 'Confirm your email');
    await submit(page, 'Confirm', { Code: '000000' });
    await expectProblem(page, /code/i);
    await page.getByRole('button', { name: 'Send a new one' }).click();
    await expectNotice(page, 'If the account is waiting for a code, a new one is on its way.');
    await submit(page, 'Confirm', { Code: await factors().sentCode(username) });
    await expectNotice(page, 'Your account is confirmed. You can sign in now.');

    await submit(page, 'Sign in', { Username: username, Password: 'Wrong-1234' });
    await expectProblem(page, /username or the password/);
    await submit(page, 'Sign in', { Password: password });
    await expectHeading(page, 'Hello, Ada <b>');
    await submit(page, 'Add note', { 'New note': 'Milk\n<script>alert(1)</script>' });
    await expect
      .poll(() => page.getByRole('listitem').textContent())
      .toContain('<script>alert(1)</script>');
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => page.getByText('No notes yet').count()).toBe(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expectNotice(page, 'You are signed out.');
    await page.goto(`${notes().url}/notes`);
    await expectHeading(page, 'Sign in');
  });

  it('keeps the notes of each user apart, and the page of a group for its members', async () => {
    const [owner, other] = [await people().confirmed(), await people().confirmed()];
    await people().addToGroup(owner, 'editors');
    const page = await signedIn(owner);
    await submit(page, 'Add note', { 'New note': 'Mine' });
    await page.getByRole('link', { name: 'Editors' }).click();
    await expect.poll(() => page.getByRole('row', { name: owner }).textContent()).toContain('1');
    const another = await signedIn(other);
    expect(await another.getByRole('listitem').count()).toBe(0);
    expect(await another.getByRole('link', { name: 'Editors' }).count()).toBe(0);
    const refused = await another.goto(`${notes().url}/editors`);
    expect(refused?.status()).toBe(403);
    await expectHeading(another, 'Not for your account');
  });

  it('has people choose their own password after an invitation', async () => {
    const username = await people().invited();
    const page = await open('/');
    await signIn(page, username);
    await expectHeading(page, 'Choose a new password');
    await submit(page, 'Save and sign in', { 'New password': 'Own-Pass-1234' });
    await page.waitForURL(/\/notes$/);
    await signIn(page, username, 'Own-Pass-1234');
    await page.waitForURL(/\/notes$/);
  });

  it('sets an authenticator app up by a QR code, and asks for it at the next sign-in', async () => {
    const username = await people().confirmed();
    const page = await signedIn(username);
    await page.goto(`${notes().url}/account/security`);
    await page.getByRole('button', { name: 'Set up', exact: true }).click();
    await expectHeading(page, 'Set up authenticator app');
    const image = page.getByRole('img', { name: 'QR code for your authenticator app' });
    expect(await image.getAttribute('src')).toMatch(/^data:image\/svg\+xml,%3Csvg/);
    const key = (await page.locator('.key').textContent()) ?? '';
    await submit(page, 'Turn on', { Code: '000000' });
    await expectProblem(page, /code/i);
    await submit(page, 'Turn on', { Code: totp(key, -1) });
    await expectNotice(
      page,
      'Your authenticator app is set up. Sign-ins ask for its code from now on.',
    );
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await signIn(page, username);
    await expectHeading(page, 'Enter the code');
    await submit(page, 'Continue', { Code: '000000' });
    await expectProblem(page, /code/i);
    await submit(page, 'Continue', { Code: totp(key) });
    await page.waitForURL(/\/notes$/);
  });

  it('asks for a code by email or SMS, and which of two', async () => {
    await allowEveryFactor();
    const username = await people().confirmed({
      phone_number: '+15551230000',
      phone_number_verified: 'true',
    });
    const page = await signedIn(username);
    await page.goto(`${notes().url}/account/security`);
    await page.getByLabel('Code by SMS', { exact: true }).check();
    await page.getByLabel('Ask first for').selectOption('sms');
    await submit(page, 'Save factors');
    await expectNotice(page, 'Your second factors are saved.');
    await signIn(page, username);
    await expectHeading(page, 'Enter the code');
    await submit(page, 'Continue', { Code: await factors().sentCode(username) });
    await page.waitForURL(/\/notes$/);

    await factors().prefer(username, { sms: true, email: true });
    await signIn(page, username);
    await expectHeading(page, 'Choose a second factor');
    await page.getByRole('button', { name: 'Code by email' }).click();
    await expectHeading(page, 'Enter the code');
    await submit(page, 'Continue', { Code: await factors().sentCode(username) });
    await page.waitForURL(/\/notes$/);
  });

  it('resets a forgotten password', async () => {
    const username = await people().confirmed();
    const page = await open('/sign-in');
    await page.getByRole('link', { name: 'Forgot password?' }).click();
    await submit(page, 'Send code', { Username: username });
    await expectHeading(page, 'Set a new password');
    await submit(page, 'Set password', { Code: '000000', 'New password': 'New-Pass-1234' });
    await expectProblem(page, /code/i);
    await submit(page, 'Set password', {
      Code: await factors().sentCode(username),
      'New password': 'New-Pass-1234',
    });
    await expectNotice(page, 'Your new password is set. Sign in with it.');
    await signIn(page, username, 'New-Pass-1234');
    await page.waitForURL(/\/notes$/);
  });

  it('shows what is verified, and verifies a new phone number', async () => {
    const username = await people().confirmed();
    const page = await signedIn(username);
    await page.getByRole('link', { name: 'Account' }).click();
    const row = (label: string) => page.getByRole('listitem').filter({ hasText: label });
    expect(await row('Email').getByText('Verified', { exact: true }).count()).toBe(1);
    await submit(page, 'Save changes', { Name: 'Grace', 'Phone number': '555' });
    await expectProblem(page, /./);
    await submit(page, 'Save changes', { 'Phone number': '+15551234567' });
    await expectNotice(page, 'Your changes are saved.');
    await row('Phone number').getByRole('button', { name: 'Verify phone number' }).click();
    await submit(page, 'Verify', { Code: '000000' });
    await expectProblem(page, /code/i);
    await submit(page, 'Verify', { Code: await factors().sentCode(username) });
    await expectNotice(page, 'Verified.');
    expect(await row('Phone number').getByText('Verified', { exact: true }).count()).toBe(1);
    await page.getByRole('link', { name: 'My notes' }).click();
    await expectHeading(page, 'Hello, Grace');
  });

  it('changes the password and signs out everywhere', async () => {
    const username = await people().confirmed();
    const [page, elsewhere] = [await signedIn(username), await signedIn(username)];
    await page.goto(`${notes().url}/account/security`);
    await submit(page, 'Change password', {
      'Current password': 'Wrong-1234',
      'New password': 'New-Pass-1234',
    });
    await expectProblem(page, /password/i);
    await submit(page, 'Change password', {
      'Current password': password,
      'New password': 'New-Pass-1234',
    });
    await expectNotice(page, 'Your password is changed.');
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await expectNotice(page, 'You are signed out on every device.');
    await elsewhere.goto(`${notes().url}/account`);
    await expectHeading(elsewhere, 'Sign in');
  });

  it('trusts a browser instead of the second factor, until it is removed', async () => {
    await allowEveryFactor();
    const username = await people().confirmed();
    await factors().prefer(username, { email: true }, 'email');
    const page = await open('/sign-in');
    await page.getByLabel('Trust this browser').check();
    await submit(page, 'Sign in', { Username: username, Password: password });
    await submit(page, 'Continue', { Code: await factors().sentCode(username) });
    await page.waitForURL(/\/notes$/);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await signIn(page, username);
    await page.waitForURL(/\/notes$/);

    await page.goto(`${notes().url}/account/devices`);
    const here = page.getByRole('listitem').filter({ hasText: 'This browser' });
    expect(await here.getByText('Trusted', { exact: true }).count()).toBe(1);
    await here.getByRole('button', { name: 'Stop trusting' }).click();
    await expectNotice(page, 'The list of devices is changed.');
    await here.getByRole('button', { name: 'Remove' }).click();
    await expectNotice(page, 'You are signed out.');
    await signIn(page, username);
    await expectHeading(page, 'Enter the code');
  });

  it('deletes the account with its notes', async () => {
    const username = await people().confirmed();
    const page = await signedIn(username);
    await page.goto(`${notes().url}/account/delete`);
    await submit(page, 'Delete account', { [`Enter ${username} to confirm`]: 'another' });
    await expectHeading(page, 'Delete account');
    await submit(page, 'Delete account', { [`Enter ${username} to confirm`]: username });
    await expectNotice(page, 'Your account and your notes are deleted.');
    await expect(people().get(username)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

describe('The example on a pool with other settings', () => {
  const others = notesForTests();

  it('has people set an authenticator app up where a second factor is required', async () => {
    const { running, url } = others();
    await secondFactorsOf(running).ofPool({
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const username = await peopleOf(running).confirmed();
    const page = await openPage(browser(), { javaScriptEnabled: false });
    await page.goto(`${url}/sign-in`);
    await submit(page, 'Sign in', { Username: username, Password: password });
    await expectHeading(page, 'Set up an authenticator app');
    const key = (await page.locator('.key').textContent()) ?? '';
    await submit(page, 'Continue', { Code: totp(key) });
    await page.waitForURL(/\/notes$/);
    await secondFactorsOf(running).ofPool({ MfaConfiguration: 'OFF' });
  });

  it('offers other ways to sign in than the password', async () => {
    const { running, url } = others();
    await running.cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: running.sandbox.userPoolId,
        UserPoolTier: 'ESSENTIALS',
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
        AutoVerifiedAttributes: ['email'],
      }),
    );
    const username = await peopleOf(running).confirmed();
    const page = await openPage(browser(), { javaScriptEnabled: false });
    await page.goto(`${url}/sign-in`);
    await submit(page, 'Other ways to sign in', { Username: username });
    await expectHeading(page, 'Choose how to sign in');
    await page.getByRole('button', { name: 'Code by email' }).click();
    await expectHeading(page, 'Enter the code');
    await submit(page, 'Continue', { Code: await secondFactorsOf(running).sentCode(username) });
    await page.waitForURL(/\/notes$/);
    await page.goto(`${url}/account/devices`);
    await expectHeading(page, 'That did not work');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await submit(page, 'Other ways to sign in', { Username: username });
    await submit(page, 'Password', { Password: password });
    await page.waitForURL(/\/notes$/);
  });
});

describe('The session of the example', () => {
  it('is a cookie that scripts and other sites do not get, with another name at each sign-in', async () => {
    const username = await people().confirmed();
    const page = await signedIn(username);
    const [first] = await page.context().cookies();
    expect(first).toMatchObject({ name: 'notes_session', httpOnly: true, sameSite: 'Lax' });
    expect(first?.value).toMatch(/^[\w-]{43}$/);
    await signIn(page, username);
    await page.waitForURL(/\/notes$/);
    const [second] = await page.context().cookies();
    expect(second?.value).not.toBe(first?.value);
    const stolen = await fetch(`${notes().url}/notes`, {
      headers: { cookie: `notes_session=${first?.value}` },
      redirect: 'manual',
    });
    expect([stolen.status, stolen.headers.get('location')]).toEqual([
      303,
      '/sign-in?next=%2Fnotes',
    ]);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin of the same site', { 'sec-fetch-site': 'same-site' }],
    ['an older browser at another site', { origin: 'https://evil.example' }],
    ['nowhere', {}],
  ])('takes no form from %s', async (_, headers: Readonly<Record<string, string>>) => {
    const reply = await fetch(`${notes().url}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ username: 'a', password: 'b' }),
      headers,
    });
    expect(reply.status).toBe(403);
  });

  it('leads only to pages of the example after a sign-in', async () => {
    const username = await people().confirmed();
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      const page = await open(`/sign-in?next=${encodeURIComponent(next)}`);
      await submit(page, 'Sign in', { Username: username, Password: password });
      await page.waitForURL(`${notes().url}/notes`);
    }
  });
});

describe('The pages of the example', () => {
  it.each(['light', 'dark'] as const)('are accessible and fit, %s', async (colorScheme) => {
    const username = await people().confirmed({ phone_number: '+15551112222' });
    await people().addToGroup(username, 'editors');
    const context = await browser().newContext({ colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const check = async (path: string): Promise<void> => {
      await page.goto(`${notes().url}${path}`);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 900 });
        const excess = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect([path, width, excess]).toEqual([path, width, 0]);
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect([path, violations.map(({ id }) => id)]).toEqual([path, []]);
    };
    const forms = ['/', '/sign-up', '/confirm?username=a', '/sign-in', '/forgot-password'];
    for (const path of [...forms, '/reset-password?username=a']) await check(path);
    await signIn(page, username);
    await page.waitForURL(/\/notes$/);
    await submit(page, 'Add note', { 'New note': 'x'.repeat(300) });
    const account = ['', '/security', '/devices', '/delete', '/email/verify'];
    for (const path of ['/notes', '/editors', ...account.map((name) => `/account${name}`)]) {
      await check(path);
    }
    await context.close();
  });
});
