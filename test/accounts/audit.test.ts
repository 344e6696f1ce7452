import { describe, expect, it } from 'vitest';
import type { Application } from '../../server/config/accounts.ts';
import { accountBrowser, throughManagedLogin } from '../helpers/account-browser.ts';
import { type AccountsForTest, accountsOf, bearer } from '../helpers/accounts.ts';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

const password = operatorPassword;

async function started(application: Partial<Application>): Promise<AccountsForTest> {
  return accountsOf(await consoleForTest({ sandbox: { users: 0 }, application }));
}

/** Action, outcome and target of each event of accounts, oldest first, and all of the audit as text. */
async function auditOf({ running }: AccountsForTest) {
  const auditor = await running.signedIn('auditor');
  const { body } = await auditor.get('/pools/sandbox/audit/export.ndjson');
  const events = body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ action }) => action.startsWith('account.'))
    .map(({ action, outcome, target }) => `${action} ${outcome} ${target}`.trim())
    .toReversed();
  return { events, text: body };
}

/** Signs in wrongly and rightly, changes the password, signs out, and deletes the account. */
async function wholeLife(accounts: AccountsForTest): Promise<string> {
  const { call } = accounts;
  const username = await peopleOf(accounts.running).confirmed();
  await call('POST', '/sign-in', { username, password: 'Wrong-12345' });
  const first = await call('POST', '/sign-in', { username, password });
  await call('POST', '/sign-out', { refreshToken: first.body.refreshToken });
  const { body } = await call('POST', '/sign-in', { username, password });
  const changes = { currentPassword: password, newPassword: 'Another-12345' };
  await call('POST', '/me/password', changes, bearer(body.accessToken));
  await call('DELETE', '/me', undefined, bearer(body.accessToken));
  return username;
}

describe('the audit has of users', () => {
  it('nothing, unless it is configured', async () => {
    const accounts = await started({});
    await wholeLife(accounts);
    expect((await auditOf(accounts)).events).toEqual([]);
  });

  it('refusals', async () => {
    const accounts = await started({ audit: 'refusals' });
    await wholeLife(accounts);
    expect((await auditOf(accounts)).events).toEqual(['account.sign-in refused']);
  });

  it('all that they did, without a secret, and in words', async () => {
    const accounts = await started({ audit: 'all' });
    const name = await wholeLife(accounts);
    const { events, text } = await auditOf(accounts);
    expect(events).toEqual([
      'account.sign-in refused',
      `account.sign-in succeeded ${name}`,
      'account.sign-out succeeded',
      `account.sign-in succeeded ${name}`,
      `account.change-password succeeded ${name}`,
      `account.delete succeeded ${name}`,
    ]);
    for (const secret of [password, 'Wrong-12345', 'Another-12345', 'eyJ']) {
      expect(text).not.toContain(secret);
    }
    const auditor = await accounts.running.signedIn('auditor');
    const page = await auditor.get('/pools/sandbox/audit');
    expect(page.text).toContain('Sign in to an application');
    expect(page.text).toContain('application: main');
  });

  it('sign-ins by managed login and sign-outs in cookie mode', async () => {
    const accounts = await started({ audit: 'all', mode: 'cookie' });
    const username = await peopleOf(accounts.running).confirmed();
    const browser = accountBrowser(accounts);
    const { back } = await throughManagedLogin(accounts, browser, username);
    await browser.client.get(back);
    await browser.call('POST', '/managed-login/sign-out', {});
    await browser.call('POST', '/sign-in', { username, password });
    await browser.call('POST', '/sign-out');
    await browser.call('POST', '/sign-out');
    expect((await auditOf(accounts)).events).toEqual([
      `account.sign-in succeeded ${username}`,
      `account.sign-out succeeded ${username}`,
      `account.sign-in succeeded ${username}`,
      `account.sign-out succeeded ${username}`,
    ]);
  });
});
