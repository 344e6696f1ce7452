import { createHash } from 'node:crypto';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { Browser } from '../../sandbox/managed-login/browser.ts';
import { personAt } from '../next-step/person.ts';

// What goes on working although a person was shut out, and that the console says so.

const running = sharedConsole({ managedLogin: 'beside' });
const actionOf = (username: string, action: string) =>
  `/pools/sandbox/users/${username}/actions/${action}`;

/** Whether a sign-in's refresh token still brings new tokens, from the device of the sign-in. */
const canRefresh = ({ RefreshToken, NewDeviceMetadata }: AuthenticationResultType = {}) =>
  personAt(running()).canRefresh(RefreshToken, NewDeviceMetadata?.DeviceKey);

async function tokensOf(username: string) {
  const answer = await personAt(running()).signIn(username, operatorPassword);
  return answer.AuthenticationResult ?? {};
}

/** As an application does that checks tokens by itself. */
async function isAcceptedOffline(token: string | undefined): Promise<boolean> {
  const { userPoolId, clientId, jwks } = running().sandbox;
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' });
  verifier.cacheJwks({ keys: [...jwks.keys] });
  return verifier.verify(token ?? '').then(
    () => true,
    () => false,
  );
}

/** Begins a sign-in at the pool's own pages; answers where the browser ends up. */
async function openManagedLogin(browser: Browser) {
  const { sandbox, url } = running();
  const challenge = createHash('sha256').update('v'.repeat(43)).digest('base64url');
  const query = new URLSearchParams({
    client_id: sandbox.clientId,
    response_type: 'code',
    redirect_uri: `${url}/sign-in/callback`,
    scope: 'openid',
    state: 'state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return browser.open(`/oauth2/authorize?${query}`);
}

async function browserOf(username: string): Promise<Browser> {
  const browser = new Browser(running().sandbox.endpoint);
  const form = await openManagedLogin(browser);
  const values = { username, password: operatorPassword };
  expect((await browser.submit(form, values)).url.searchParams.get('code')).toBeTruthy();
  return browser;
}

const isStillKnown = async (browser: Browser): Promise<boolean> =>
  (await openManagedLogin(browser)).url.searchParams.has('code');

it('disabling ends refreshing and signing in, but not a token that is checked offline', async () => {
  const username = await peopleOf(running()).confirmed();
  const tokens = await tokensOf(username);
  expect(await canRefresh(tokens)).toBe(true);
  const admin = await running().signedIn('admin');
  const form = await admin.get(actionOf(username, 'disable'));
  expect(form.text).toContain('usually an hour and at most a day after they were issued');

  expect((await admin.post(actionOf(username, 'disable'))).status).toBe(303);
  expect(await canRefresh(tokens)).toBe(false);
  expect(await personAt(running()).outcome(username, operatorPassword)).toBe(
    'NotAuthorizedException',
  );
  expect(await isAcceptedOffline(tokens.AccessToken)).toBe(true);
});

it('signing out everywhere leaves the pages of the pool signed in; ending the sessions does not', async () => {
  const username = await peopleOf(running()).confirmed();
  const browser = await browserOf(username);
  const tokens = await tokensOf(username);
  const admin = await running().signedIn('admin');
  const form = await admin.get(actionOf(username, 'sign-out'));
  expect(form.text).toContain('a managed-login page may still remember the browser');

  expect((await admin.post(actionOf(username, 'sign-out'))).status).toBe(303);
  expect(await canRefresh(tokens)).toBe(false);
  expect(await isStillKnown(browser)).toBe(true);

  const section = await admin.get(`/pools/sandbox/users/${username}/sessions`);
  expect(section.text).toContain('Managed login');
  const [, session = ''] = /end-session\?session=([^"&]+)/.exec(section.body) ?? [];
  expect((await admin.post(actionOf(username, 'end-session'), { session })).status).toBe(303);
  expect(await isStillKnown(browser)).toBe(false);
});

it('a lockdown ends the pages of the pool too', async () => {
  const username = await peopleOf(running()).confirmed();
  const browser = await browserOf(username);
  const admin = await running().signedIn('admin');
  const locked = await admin.post(actionOf(username, 'lockdown'), { confirmation: username });
  expect(locked.status).toBe(303);
  expect((await admin.post(actionOf(username, 'enable'))).status).toBe(303);
  expect(await isStillKnown(browser)).toBe(false);
});
