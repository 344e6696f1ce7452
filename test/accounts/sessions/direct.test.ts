import { AdminListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accountBrowser } from '../../helpers/account-browser.ts';
import { accountsForTests, accountsOf } from '../../helpers/accounts.ts';
import { consoleForTest, operatorPassword } from '../../helpers/console.ts';
import { freePort } from '../../helpers/free-port.ts';
import { peopleOf } from '../../helpers/people.ts';
import { rawRequest } from '../../helpers/raw-request.ts';

const accounts = accountsForTests({ application: { mode: 'cookie' } });
const password = operatorPassword;
const cookie = 'poolkeeper-account';

describe('signing in with a password in cookie mode', () => {
  it('answers without tokens and sets the cookie', async () => {
    const { call } = accountBrowser(accounts());
    const username = await peopleOf(accounts().running).confirmed();
    const reply = await call('POST', '/sign-in', { username, password });
    expect([reply.status, reply.body]).toEqual([200, { username, expiresIn: 30 * 86_400 }]);
    const [line = ''] = reply.headers.getSetCookie();
    expect(line).toMatch(
      /^poolkeeper-account=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect((await call('GET', '/me/claims')).body.username).toBe(username);
  });

  it('confirms the new device, so that the refresh token works', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const running = await consoleForTest({
      sandbox: { users: 0 },
      sources: { clock: now },
      application: { mode: 'cookie' },
      now,
    });
    const { call } = accountBrowser(accountsOf(running));
    const username = await peopleOf(running).confirmed();
    await call('POST', '/sign-in', { username, password });
    const { Devices = [] } = await running.cognito.send(
      new AdminListDevicesCommand({ UserPoolId: running.sandbox.userPoolId, Username: username }),
    );
    expect(Devices).toHaveLength(1);
    ahead = 2 * 3_600_000;
    expect((await call('GET', '/me/claims')).body.username).toBe(username);
  });

  it('leaves the session before as it is when the password is wrong', async () => {
    const { call, client } = accountBrowser(accounts());
    const username = await peopleOf(accounts().running).confirmed();
    await call('POST', '/sign-in', { username, password });
    const before = client.cookies.get(cookie);
    const wrong = await call('POST', '/sign-in', { username, password: 'Wrong-12345' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'sign_in_failed']);
    expect(client.cookies.get(cookie)).toBe(before);
    expect((await call('GET', '/me/claims')).status).toBe(200);
  });

  it('is refused to the page of another site, before the password is looked at', async () => {
    const { call, client } = accountBrowser(accounts());
    const username = await peopleOf(accounts().running).confirmed();
    const headers = { origin: 'https://evil.example' };
    const reply = await call('POST', '/sign-in', { username, password }, headers);
    expect([reply.status, reply.body.code]).toEqual([403, 'cross_site_request']);
    expect(client.cookies.size).toBe(0);
  });
});

it('Over HTTPS the cookie is Secure and has the prefix __Host-', async () => {
  const port = await freePort();
  const origin = 'https://accounts.example.com';
  const environment = { PUBLIC_URL: origin, PORT: String(port) };
  const application = { mode: 'cookie' } as const;
  const running = await consoleForTest({ sandbox: { users: 0 }, application, environment });
  const username = await peopleOf(running).confirmed();
  const reply = await rawRequest(
    `http://127.0.0.1:${port}`,
    '/accounts/v1/sign-in',
    { host: 'accounts.example.com', origin, 'content-type': 'application/json' },
    JSON.stringify({ username, password }),
  );
  expect(reply.status).toBe(200);
  expect(reply.headers['set-cookie']?.[0]).toMatch(
    /^__Host-poolkeeper-account=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
});
