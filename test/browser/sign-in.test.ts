import { expect, it } from 'vitest';
import { openPage, sharedBrowser } from '../helpers/browser/browser.ts';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';
import { secondFactorsOf, totp } from '../helpers/second-factors.ts';

const browser = sharedBrowser();

it('Managed login leads in, and signing out leads through it and back to the form', async () => {
  const own = await consoleForTest({ sandbox: { users: 0 }, managedLogin: 'only' });
  const page = await openPage(browser());
  await page.goto(`${own.url}/pools/sandbox/groups`);
  await page.getByRole('link', { name: 'own page' }).click();
  await page.getByLabel('Username').fill('admin');
  await page.getByLabel('Password').fill(operatorPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${own.url}/pools/sandbox/groups`);
  await page.locator('.operator-menu summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${own.url}/sign-in`);
  await page.getByRole('link', { name: 'own page' }).click();
  await page.getByLabel('Password').waitFor();
  expect(new URL(page.url()).origin).toBe(own.sandbox.endpoint);
});

it('An authenticator is set up from a drawing that can be seen', async () => {
  const own = await consoleForTest({ sandbox: { users: 0 } });
  await secondFactorsOf(own).ofPool({
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const page = await openPage(browser());
  await page.goto(`${own.url}/sign-in`);
  await page.getByLabel('Username').fill('auditor');
  await page.getByLabel('Password').fill(operatorPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const drawing = page.getByRole('img', { name: 'QR code' });
  await drawing.waitFor();
  const { width = 0, height = 0 } = (await drawing.boundingBox()) ?? {};
  expect(width).toBeGreaterThan(150);
  expect(Math.abs(width - height)).toBeLessThan(2);
  const key = (await page.locator('.setup-key').textContent()) ?? '';
  await page.getByLabel('Type the code').fill(totp(key));
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/pools/'));
});

it('A second factor is chosen, and the chosen one has its mark', async () => {
  const own = await consoleForTest({ sandbox: { users: 0 } });
  const factors = secondFactorsOf(own);
  await factors.ofPool({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    EmailMfaConfiguration: {},
  });
  const key = await factors.authenticator('support');
  await factors.contacts('support', { email_verified: 'true' });
  await factors.prefer('support', { totp: true, email: true });
  const page = await openPage(browser());
  await page.goto(`${own.url}/sign-in`);
  await page.getByLabel('Username').fill('support');
  await page.getByLabel('Password').fill(operatorPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Authenticator app').check();
  // A mark that the page's own policy refused would fail this test as an error of the page.
  const mark = await page.evaluate(
    `getComputedStyle(document.querySelector('[type="radio"]:checked'), '::before').maskImage`,
  );
  expect(mark).toContain(`${own.url}/assets/`);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Code').fill(totp(key));
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/pools/'));
});

it('A page that is left open shows nothing more after its session was ended elsewhere', async () => {
  const own = await consoleForTest();
  const page = await openPage(browser());
  await page.goto(`${own.url}/sign-in`);
  await page.getByLabel('Username').fill('auditor');
  await page.getByLabel('Password').fill(operatorPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/pools/'));
  const admin = await own.signedIn('admin');
  // The own session comes first, then those of others.
  const { body } = await admin.get('/sessions');
  const [address = ''] = [...body.matchAll(/\/sessions\/[0-9a-f]+\/end/g)].at(-1) ?? [];
  expect((await admin.post(address)).status).toBe(303);
  await page.waitForURL((url) => url.pathname === '/sign-in');
});
