import { describe, expect, it } from 'vitest';
import { signedInBrowser } from '../../helpers/account-browser.ts';
import { accountsForTests } from '../../helpers/accounts.ts';
import { refusalOf } from './signed-in.ts';

const accounts = accountsForTests({ application: { mode: 'cookie' } });

describe('the own account in cookie mode', () => {
  it('is read and changed by the cookie alone', async () => {
    const { call, username } = await signedInBrowser(accounts());
    const changed = await call('PATCH', '/me', { attributes: { nickname: 'Ada' } });
    expect([changed.status, changed.body.me.username]).toEqual([200, username]);
    expect((await call('GET', '/me')).body.attributes.nickname).toBe('Ada');
    const { sessions } = (await call('GET', '/me/sessions')).body;
    expect(sessions).toMatchObject([
      { kind: 'tokens', isCurrent: true },
      { kind: 'browser', isCurrent: false },
    ]);
    expect(JSON.stringify(sessions)).not.toMatch(/eyJ/);
  });

  it.each([
    ['a sign-out everywhere', 'POST', '/me/sign-out-everywhere'],
    ['the deletion of the account', 'DELETE', '/me'],
  ])('after %s has no session left, here or in another browser', async (_, method, path) => {
    const here = await signedInBrowser(accounts());
    const there = await signedInBrowser(accounts(), here.username);
    expect((await here.call('GET', '/me/claims')).status).toBe(200);
    expect((await there.call('GET', '/me/claims')).status).toBe(200);
    const cookies = new Map(here.client.cookies);
    expect((await here.call(method, path)).status).toBe(204);
    expect(here.client.cookies.size).toBe(0);
    for (const [name, value] of cookies) here.client.setCookie(name, value);
    for (const { call } of [here, there]) {
      expect(refusalOf(await call('GET', '/me/claims'))).toEqual([401, 'session_ended']);
    }
  });

  it('is not changed by a page of another origin', async () => {
    const { call } = await signedInBrowser(accounts());
    const headers = { origin: 'https://evil.example.com', 'sec-fetch-site': 'cross-site' };
    for (const [method, path, body] of [
      ['PATCH', '/me', { attributes: { nickname: 'Eve' } }],
      ['DELETE', '/me'],
      ['POST', '/me/sign-out-everywhere'],
      ['PUT', '/me/mfa', { totp: false }],
      ['DELETE', '/me/devices/x'],
      ['DELETE', '/me/sessions/x'],
    ] as const) {
      const reply = await call(method, path, body, headers);
      expect([path, reply.status]).toEqual([path, 403]);
    }
    expect((await call('GET', '/me')).body.attributes.nickname).toBeUndefined();
  });
});
