import {
  AdminDisableUserCommand,
  type CognitoIdentityProviderClient,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { Authenticator } from '../mfa/authenticator.ts';
import { runningSandbox } from '../running.ts';
import {
  createConfirmedUser,
  createInvitedUser,
  createTestPool,
  type TestPool,
  testPassword,
} from '../sign-in/pool.ts';
import { alertOf, Browser, type Page } from './browser.ts';

const callback = 'https://app.example/callback';
const hostile = `"><script>alert('x')</script>`;

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let browser: Browser;
let now: Date;

beforeEach(async () => {
  now = new Date();
  ({ sandbox, cognito } = await runningSandbox({}, { clock: () => now }));
  browser = new Browser(sandbox.endpoint);
  pool = await createTestPool(
    cognito,
    { Schema: [{ Name: 'name', Required: true, AttributeDataType: 'String', Mutable: true }] },
    {
      PreventUserExistenceErrors: 'ENABLED',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: [callback],
      SupportedIdentityProviders: ['COGNITO'],
    },
  );
  await createConfirmedUser(cognito, pool, 'ada', { name: 'Ada' });
});

const open = () =>
  browser.open(
    `/login?${new URLSearchParams({
      response_type: 'code',
      client_id: pool.clientId,
      redirect_uri: callback,
      scope: 'openid',
      state: hostile,
    })}`,
  );

async function signIn(username: string, password: string): Promise<Page> {
  return browser.submit(await open(), { username, password });
}

const arrived = ({ url }: Page) =>
  url.origin === 'https://app.example' && url.searchParams.has('code');

describe('the sign-in page', () => {
  it('runs no script, cannot be framed and is not kept', async () => {
    const page = await open();
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' https://app.example");
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).not.toMatch(/<script|<style| style=| on[a-z]+=/);
  });

  it('says no more than that username or password are wrong', async () => {
    for (const username of ['ada', 'nobody']) {
      const page = await signIn(username, 'wrong');
      expect(page.status).toBe(400);
      expect(alertOf(page)).toBe('Incorrect username or password.');
      expect(page.text).toContain(`value="${username}"`);
    }
    await cognito.send(
      new AdminDisableUserCommand({ UserPoolId: pool.userPoolId, Username: 'ada' }),
    );
    expect(alertOf(await signIn('ada', testPassword))).toBe('User is disabled.');
  });

  it('shows hostile text as text', async () => {
    const page = await signIn(hostile, 'wrong');
    expect(page.text).not.toContain('<script>');
    expect(page.text).toContain('&lt;script&gt;');
  });

  it('does not take a form that another site posts', async () => {
    const page = await open();
    const forged = await browser.submit(page, {
      username: 'ada',
      password: testPassword,
      _csrf: 'made-up',
    });
    expect(forged.status).toBe(403);
    const stranger = new Browser(sandbox.endpoint);
    const posted = await stranger.submit(page, { username: 'ada', password: testPassword });
    expect(posted.status).toBe(403);
  });

  it('gives the session a cookie that scripts cannot read', async () => {
    const page = await open();
    const body = new URLSearchParams({
      username: 'ada',
      password: testPassword,
      _csrf: browser.cookie('XSRF-TOKEN') ?? '',
    });
    const reply = await fetch(page.url, {
      method: 'POST',
      redirect: 'manual',
      body,
      headers: { cookie: `XSRF-TOKEN=${browser.cookie('XSRF-TOKEN')}` },
    });
    expect(reply.status).toBe(303);
    expect(reply.headers.get('set-cookie')).toMatch(/cognito-.*HttpOnly; SameSite=Lax/);
  });
});

describe('a temporary password', () => {
  it('leads to the page for a new one and for what is missing', async () => {
    await createInvitedUser(cognito, pool.userPoolId, 'grace', 'Temporary-1', { name: 'Grace' });
    const page = await signIn('grace', 'Temporary-1');
    expect(page.text).toContain('New password');
    const weak = await browser.submit(page, { NEW_PASSWORD: 'short' });
    expect(alertOf(weak)).toContain('Password did not conform with policy');
    expect(arrived(await browser.submit(weak, { NEW_PASSWORD: 'Chosen-By-Grace-1' }))).toBe(true);
    browser.forget();
    expect(arrived(await signIn('grace', 'Chosen-By-Grace-1'))).toBe(true);
  });
});

describe('a second factor', () => {
  beforeEach(async () => {
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.userPoolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
  });

  it('is set up on the way in, and asked for from then on', async () => {
    const setup = await signIn('ada', testPassword);
    const secret = /<code>([A-Z2-7]+)<\/code>/.exec(setup.text)?.[1];
    const authenticator = new Authenticator(secret);
    const wrong = await browser.submit(setup, {
      SOFTWARE_TOKEN_MFA_CODE: authenticator.wrongCodeAt(now),
    });
    expect(alertOf(wrong)).toBe('Code mismatch');
    expect(wrong.text).toContain(secret);
    const done = await browser.submit(wrong, {
      SOFTWARE_TOKEN_MFA_CODE: authenticator.codeAt(now),
    });
    expect(arrived(done)).toBe(true);

    browser.forget();
    now = new Date(now.getTime() + 60_000);
    const challenge = await signIn('ada', testPassword);
    const refused = await browser.submit(challenge, {
      SOFTWARE_TOKEN_MFA_CODE: authenticator.wrongCodeAt(now),
    });
    expect(alertOf(refused)).toBe('Invalid code or auth state for the user.');
    const passed = await browser.submit(refused, {
      SOFTWARE_TOKEN_MFA_CODE: authenticator.codeAt(now),
    });
    expect(arrived(passed)).toBe(true);
  });

  it('leads back to the beginning after three wrong codes', async () => {
    let page = await signIn('ada', testPassword);
    const authenticator = new Authenticator(/<code>([A-Z2-7]+)<\/code>/.exec(page.text)?.[1]);
    const SOFTWARE_TOKEN_MFA_CODE = authenticator.wrongCodeAt(now);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      page = await browser.submit(page, { SOFTWARE_TOKEN_MFA_CODE });
    }
    expect(page.text).toContain('name="password"');
    expect(alertOf(page)).toBe('Invalid session for the user.');
  });
});
