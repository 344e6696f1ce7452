import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import {
  accountBrowser,
  signedInBrowser,
  throughManagedLogin,
} from '../../helpers/account-browser.ts';
import { tokensOf } from '../../helpers/account-tokens.ts';
import { accountsForTests, accountsOf, bearer } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';

const accounts = accountsForTests({ application: { mode: 'cookie' } });
const cookie = 'poolkeeper-account';

describe('cookie mode', () => {
  it('keeps the tokens on the server, behind a cookie that scripts cannot read', async () => {
    const { client, call, username } = await signedInBrowser(accounts());
    expect([...client.cookies.keys()]).toEqual([cookie]);
    expect(client.cookies.get(cookie)).toMatch(/^[\w-]{43}$/);
    const me = await call('GET', '/me/claims');
    expect([me.status, me.body.username]).toEqual([200, username]);
    const refreshed = await call('POST', '/refresh');
    expect(refreshed.status).toBe(200);
    expect(refreshed.body).toEqual({ username, expiresIn: expect.any(Number) });
    const checked = await call('POST', '/check-token');
    expect(checked.body).toMatchObject({
      state: 'valid',
      claims: { username },
      idClaims: { email: `${username}@example.com` },
    });
  });

  it('refuses bearer tokens, and body mode reads no cookie', async () => {
    const { running } = accounts();
    const { accessToken } = await tokensOf(running);
    const { call, client } = await signedInBrowser(accounts());
    const reply = await call('GET', '/me/claims', undefined, bearer(accessToken));
    expect([reply.status, reply.body.code]).toEqual([401, 'bearer_refused']);
    const own = accountsOf(await consoleForTest({ pool: running.sandbox, application: {} }));
    const headers = { cookie: `${cookie}=${client.cookies.get(cookie)}` };
    const there = await own.call('GET', '/me/claims', undefined, headers);
    expect([there.status, there.body.code]).toEqual([401, 'not_signed_in']);
  });

  it('asks who comes without a cookie to sign in, and forgets one that is over', async () => {
    const browser = accountBrowser(accounts());
    const first = await browser.call('GET', '/me/claims');
    expect([first.status, first.body.code]).toEqual([401, 'not_signed_in']);
    for (const value of ['x', 'A'.repeat(43), "' OR 1=1 --", '%00']) {
      browser.client.setCookie(cookie, value);
      const reply = await browser.call('GET', '/me/claims');
      expect([reply.status, reply.body.code]).toEqual([401, 'session_ended']);
      expect(browser.client.cookies.has(cookie)).toBe(false);
    }
  });
});

describe('the end of a session', () => {
  it('is the sign-out, also for a cookie that was stolen before', async () => {
    const { client, call } = await signedInBrowser(accounts());
    const thief = accountBrowser(accounts());
    thief.client.setCookie(cookie, client.cookies.get(cookie) ?? '');
    expect((await thief.call('GET', '/me/claims')).status).toBe(200);
    expect((await call('POST', '/sign-out')).status).toBe(204);
    expect(client.cookies.has(cookie)).toBe(false);
    for (const [method, path] of [['GET', '/me/claims'] as const, ['POST', '/refresh'] as const]) {
      const value = thief.client.cookies.get(cookie) ?? '';
      const reply = await thief.call(method, path);
      expect([reply.status, reply.body.code]).toEqual([401, 'session_ended']);
      thief.client.setCookie(cookie, value);
    }
    expect((await call('POST', '/sign-out')).status).toBe(204);
  });

  it('comes when the pool has revoked the tokens or disabled the user', async () => {
    const { running } = accounts();
    const of = (Username: string) => ({ UserPoolId: running.sandbox.userPoolId, Username });
    const left = await signedInBrowser(accounts());
    await running.cognito.send(new AdminUserGlobalSignOutCommand(of(left.username)));
    const checked = await left.call('POST', '/check-token');
    expect(checked.body).toEqual({ state: 'over', reason: 'revoked' });
    expect((await left.call('GET', '/me/claims')).body.code).toBe('session_ended');
    const disabled = await signedInBrowser(accounts());
    await running.cognito.send(new AdminDisableUserCommand(of(disabled.username)));
    const checkedToo = await disabled.call('POST', '/check-token');
    expect(checkedToo.body).toEqual({ state: 'over', reason: 'revoked' });
    const again = await disabled.call('POST', '/check-token');
    expect(again.body).toEqual({ state: 'over', reason: 'session_ended' });
  });
});

describe('session fixation', () => {
  it('ends the session that was planted, and gives the browser another cookie', async () => {
    const attacker = await signedInBrowser(accounts());
    const planted = attacker.client.cookies.get(cookie) ?? '';
    const victim = accountBrowser(accounts());
    victim.client.setCookie(cookie, planted);
    const person = await peopleOf(accounts().running).confirmed();
    const { back } = await throughManagedLogin(accounts(), victim, person);
    await victim.client.get(back);
    expect(victim.client.cookies.get(cookie)).not.toBe(planted);
    expect((await victim.call('GET', '/me/claims')).body.username).toBe(person);
    expect((await attacker.call('GET', '/me/claims')).body.code).toBe('session_ended');
  });
});

describe('the tokens of a session', () => {
  it('are refreshed before they expire, once for 50 requests', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const own = accountsOf(
      await consoleForTest({
        sandbox: { users: 0 },
        sources: { clock: now },
        application: { mode: 'cookie' },
        now,
      }),
    );
    const { call } = await signedInBrowser(own);
    const jti = async () => (await call('GET', '/me/claims')).body.jti;
    const first = await jti();
    ahead = 58 * 60_000;
    expect(await jti()).toBe(first);
    ahead = 59 * 60_000 + 1000;
    const later = await Promise.all(Array.from({ length: 50 }, jti));
    expect(new Set(later).size).toBe(1);
    expect(later[0]).not.toBe(first);
    ahead += 5 * 60_000;
    const forced = await Promise.all(Array.from({ length: 50 }, () => call('POST', '/refresh')));
    expect(forced.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(await jti()).not.toBe(later[0]);
  });
});
