import { AdminConfirmSignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accountsForTests, bearer } from '../../helpers/accounts.ts';
import { messagesTo } from '../../helpers/outbox.ts';

const accounts = accountsForTests();
const password = 'Sandbox-1234';

async function signUp(username: string): Promise<void> {
  const attributes = { email: `${username}@example.com` };
  const { status } = await accounts().call('POST', '/sign-up', { username, password, attributes });
  expect(status).toBe(201);
}

async function signIn(username: string): Promise<string> {
  const { status, body } = await accounts().call('POST', '/sign-in', { username, password });
  expect(status).toBe(200);
  return body.accessToken;
}

async function verifiedOf(accessToken: string): Promise<unknown> {
  const { status, body } = await accounts().call('GET', '/me', undefined, bearer(accessToken));
  expect(status).toBe(200);
  return body.verified;
}

async function codeTo(username: string): Promise<string> {
  const [newest] = await messagesTo(accounts().running, username);
  return newest?.secret ?? '';
}

describe('the email-verified flag visible before and after', () => {
  it('is true once a sign-up is confirmed with the code', async () => {
    const username = 'verified-by-sign-up';
    await signUp(username);
    const early = await accounts().call('POST', '/sign-in', { username, password });
    expect([early.status, early.body.code]).toEqual([401, 'sign_in_failed']);
    const code = await codeTo(username);
    expect((await accounts().call('POST', '/confirm', { username, code })).status).toBe(204);
    expect(await verifiedOf(await signIn(username))).toEqual({ email: true });
  });

  it('is false for an account that an operator confirmed, until its code is entered', async () => {
    const username = 'verified-later';
    const { cognito, sandbox } = accounts().running;
    await signUp(username);
    await cognito.send(
      new AdminConfirmSignUpCommand({ UserPoolId: sandbox.userPoolId, Username: username }),
    );
    const token = await signIn(username);
    expect(await verifiedOf(token)).toEqual({ email: false });
    const path = '/me/attributes/email';
    const sent = await accounts().call('POST', `${path}/code`, undefined, bearer(token));
    expect(sent.status).toBe(202);
    const body = { code: await codeTo(username) };
    const done = await accounts().call('POST', `${path}/verify`, body, bearer(token));
    expect(done.status).toBe(204);
    expect(await verifiedOf(token)).toEqual({ email: true });
  });
});

describe('endpoints for sign-up, confirmation and authentication', () => {
  it('make an account from nothing whose bearer token a protected endpoint knows', async () => {
    const username = 'from-nothing';
    await signUp(username);
    const code = await codeTo(username);
    expect((await accounts().call('POST', '/confirm', { username, code })).status).toBe(204);
    const { status, body } = await accounts().call(
      'GET',
      '/me/claims',
      undefined,
      bearer(await signIn(username)),
    );
    expect([status, body.username]).toEqual([200, username]);
  });
});
