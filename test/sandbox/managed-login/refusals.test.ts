import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { runningSandbox } from '../running.ts';
import {
  createConfirmedUser,
  createTestClient,
  createTestPool,
  type TestPool,
  testPassword,
} from '../sign-in/pool.ts';
import { Browser } from './browser.ts';

const callback = 'https://app.example/callback';
const oauth = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code' as const],
  AllowedOAuthScopes: ['openid', 'email'],
  CallbackURLs: [callback],
  LogoutURLs: ['https://app.example/signed-out'],
  SupportedIdentityProviders: ['COGNITO'],
};

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let browser: Browser;
let now: Date;

beforeEach(async () => {
  now = new Date();
  ({ sandbox, cognito } = await runningSandbox({}, { clock: () => now }));
  browser = new Browser(sandbox.endpoint);
  pool = await createTestPool(cognito, {}, oauth);
  await createConfirmedUser(cognito, pool);
});

const query = (changes: Record<string, string> = {}) =>
  new URLSearchParams({
    response_type: 'code',
    client_id: pool.clientId,
    redirect_uri: callback,
    scope: 'openid',
    state: 'st&te',
    ...changes,
  }).toString();

/** Signs in and returns the code. */
async function codeFor(changes: Record<string, string> = {}): Promise<string> {
  const page = await browser.open(`/oauth2/authorize?${query(changes)}`);
  const back =
    page.url.origin === sandbox.endpoint
      ? await browser.submit(page, { username: 'ada', password: testPassword })
      : page;
  return back.url.searchParams.get('code') ?? '';
}

async function exchange(
  values: Record<string, string>,
): Promise<{ status: number; body: Record<string, string> }> {
  const reply = await fetch(`${sandbox.endpoint}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: pool.clientId,
      redirect_uri: callback,
      ...values,
    }),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, string> };
}

const refused = (error: string) => ({ status: 400, body: { error } });

describe('the authorize endpoint', () => {
  it.each([
    ['an unknown client', { client_id: 'unknown' }],
    ['a return address that is not registered', { redirect_uri: 'https://evil.example/' }],
    ['a return address that only begins like a registered one', { redirect_uri: `${callback}/x` }],
  ])('sends nobody anywhere for %s', async (_what, changes) => {
    const page = await browser.open(`/oauth2/authorize?${query(changes)}`);
    expect(page.status).toBe(400);
    expect(page.url.origin).toBe(sandbox.endpoint);
    expect(page.text).toContain('role="alert"');
  });

  it.each([
    ['unauthorized_client', { response_type: 'token' }],
    ['invalid_scope', { scope: 'openid phone' }],
    ['invalid_request', { code_challenge: 'x'.repeat(43) }],
    ['invalid_request', { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: 'short', code_challenge_method: 'S256' }],
    ['login_required', { prompt: 'none' }],
  ])('sends %s back to the application', async (error, changes) => {
    const { url } = await browser.open(`/oauth2/authorize?${query(changes)}`);
    expect(url.origin + url.pathname).toBe(callback);
    expect(url.searchParams.get('error')).toBe(error);
    expect(url.searchParams.get('state')).toBe('st&te');
  });

  it('refuses a client that is not set up for it', async () => {
    const { clientId } = await createTestClient(cognito, pool.userPoolId);
    const page = await browser.open(`/oauth2/authorize?${query({ client_id: clientId })}`);
    expect(page.status).toBe(400);
  });
});

describe('an authorization code', () => {
  it('comes with the state, and is exchanged once; a second try ends its tokens', async () => {
    const code = await codeFor();
    const { status, body } = await exchange({ code });
    expect(status).toBe(200);
    expect(await exchange({ code })).toMatchObject(refused('invalid_grant'));
    const refresh = await exchange({
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token ?? '',
    });
    expect(refresh).toMatchObject(refused('invalid_grant'));
  });

  it('ends after five minutes', async () => {
    const code = await codeFor();
    now = new Date(now.getTime() + 5 * 60_000);
    expect(await exchange({ code })).toMatchObject(refused('invalid_grant'));
  });

  it('is good for its client and return address only', async () => {
    const { clientId } = await createTestClient(cognito, pool.userPoolId, oauth);
    expect(await exchange({ code: await codeFor(), client_id: clientId })).toMatchObject(
      refused('invalid_grant'),
    );
    expect(
      await exchange({ code: await codeFor(), redirect_uri: 'https://app.example/other' }),
    ).toMatchObject(refused('invalid_grant'));
    expect(await exchange({ code: 'made-up' })).toMatchObject(refused('invalid_grant'));
  });

  it('needs the PKCE verifier when it was asked for with a challenge', async () => {
    const code_verifier = randomPKCECodeVerifier();
    const challenge = {
      code_challenge: await calculatePKCECodeChallenge(code_verifier),
      code_challenge_method: 'S256',
    };
    expect(await exchange({ code: await codeFor(challenge) })).toMatchObject(
      refused('invalid_grant'),
    );
    expect(
      await exchange({ code: await codeFor(challenge), code_verifier: randomPKCECodeVerifier() }),
    ).toMatchObject(refused('invalid_grant'));
    expect(await exchange({ code: await codeFor(challenge), code_verifier })).toMatchObject({
      status: 200,
    });
    expect(await exchange({ code: await codeFor(), code_verifier })).toMatchObject(
      refused('invalid_grant'),
    );
  });
});

describe('the token endpoint', () => {
  it.each([
    ['unsupported_grant_type', { grant_type: 'password' }],
    ['unsupported_grant_type', { grant_type: 'client_credentials' }],
    ['invalid_request', {}],
    ['invalid_request', { grant_type: 'refresh_token' }],
    ['invalid_grant', { grant_type: 'refresh_token', refresh_token: 'made-up' }],
    ['invalid_client', { client_id: 'unknown' }],
    ['invalid_client', { client_secret: 'uncalled-for' }],
  ])('answers %s to %o', async (error, values) => {
    expect(await exchange(values)).toMatchObject(refused(error));
  });

  it('takes a form only', async () => {
    const reply = await fetch(`${sandbox.endpoint}/oauth2/token`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ error: 'invalid_request' });
  });
});

describe('the other endpoints', () => {
  it('tell nothing about a user without a good token', async () => {
    for (const headers of [{}, { authorization: 'Bearer made-up' }]) {
      const reply = await fetch(`${sandbox.endpoint}/oauth2/userInfo`, { headers });
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toContain('Bearer error=');
    }
  });

  it('answer the revocation of an unknown token as if it were done', async () => {
    const revoke = (client_id: string) =>
      fetch(`${sandbox.endpoint}/oauth2/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ token: 'made-up', client_id }),
      });
    expect((await revoke(pool.clientId)).status).toBe(200);
    expect((await revoke('unknown')).status).toBe(400);
  });

  it('lead nowhere that is not registered after sign-out', async () => {
    for (const logout_uri of ['https://evil.example/', 'https://app.example/signed-out/x']) {
      const parameters = new URLSearchParams({ client_id: pool.clientId, logout_uri });
      const page = await browser.open(`/logout?${parameters}`);
      expect(page.status).toBe(400);
      expect(page.url.origin).toBe(sandbox.endpoint);
    }
  });
});
