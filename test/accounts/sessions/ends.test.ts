import { describe, expect, it } from 'vitest';
import { type AccountBrowser, accountBrowser } from '../../helpers/account-browser.ts';
import { accountsForTests } from '../../helpers/accounts.ts';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';

const accounts = accountsForTests({
  sandbox: { users: 0, code: '123456' },
  application: { mode: 'cookie' },
});
const cookie = 'poolkeeper-account';

/** One person signed in with two browsers, and another person with one. */
async function atWork() {
  const people = peopleOf(accounts().running);
  const [username, other] = [await people.confirmed(), await people.confirmed()];
  const enter = async (name: string): Promise<AccountBrowser> => {
    const browser = accountBrowser(accounts());
    await browser.call('POST', '/sign-in', { username: name, password: operatorPassword });
    return browser;
  };
  const [own, second] = [await enter(username), await enter(username)];
  return { username, own, second, bystander: await enter(other) };
}

const codesOf = (browsers: readonly AccountBrowser[]) =>
  Promise.all(
    browsers.map(async ({ call }) => {
      const { status, body } = await call('GET', '/me/claims');
      return status === 200 ? 'open' : body.code;
    }),
  );

describe('all sessions of a user in cookie mode', () => {
  it('but the own one end when the password is changed', async () => {
    const { own, second, bystander } = await atWork();
    const reply = await own.call('POST', '/me/password', {
      currentPassword: operatorPassword,
      newPassword: 'Another-12345',
    });
    expect(reply.status).toBe(204);
    expect(await codesOf([own, second, bystander])).toEqual(['open', 'session_ended', 'open']);
  });

  it.each([
    ['signing out everywhere', 'POST', '/me/sign-out-everywhere'],
    ['deleting the account', 'DELETE', '/me'],
  ])('end by %s', async (_, method, path) => {
    const { own, second, bystander } = await atWork();
    expect((await own.call(method, path)).status).toBe(204);
    expect(own.client.cookies.has(cookie)).toBe(false);
    expect(await codesOf([own, second, bystander])).toEqual([
      'not_signed_in',
      'session_ended',
      'open',
    ]);
  });

  it('end by a forgotten password that was set anew', async () => {
    const { own, second, bystander, username } = await atWork();
    await own.call('POST', '/forgot-password', { username });
    const reply = await own.call('POST', '/reset-password', {
      username,
      code: '123456',
      newPassword: 'Another-12345',
    });
    expect(reply.status).toBe(204);
    expect(await codesOf([own, second, bystander])).toEqual([
      'session_ended',
      'session_ended',
      'open',
    ]);
  });

  it('end when an operator disables the user', async () => {
    const { own, second, bystander, username } = await atWork();
    const admin = await accounts().running.signedIn('admin');
    await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
    expect(await codesOf([own, second, bystander])).toEqual([
      'session_ended',
      'session_ended',
      'open',
    ]);
  });
});
