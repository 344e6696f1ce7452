import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  type CognitoIdentityProviderClient,
  GetUserCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import * as openid from 'openid-client';
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
import { tokensByPassword } from '../sign-in/sdk-calls.ts';
import { Browser } from './browser.ts';

const callback = 'https://app.example/callback';
const signedOut = 'https://app.example/signed-out';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let browser: Browser;

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
  browser = new Browser(sandbox.endpoint);
});

async function poolWithManagedLogin(GenerateSecret = false): Promise<void> {
  pool = await createTestPool(
    cognito,
    { UserPoolTier: 'ESSENTIALS' },
    {
      GenerateSecret,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [callback],
      LogoutURLs: [signedOut],
      SupportedIdentityProviders: ['COGNITO'],
    },
  );
  await createConfirmedUser(cognito, pool);
}

/** The client of an application, configured from the published discovery document. */
async function application(authentication?: openid.ClientAuth): Promise<openid.Configuration> {
  const address = `${sandbox.endpoint}/${pool.userPoolId}/.well-known/openid-configuration`;
  const metadata = (await (await fetch(address)).json()) as openid.ServerMetadata;
  const configuration = new openid.Configuration(
    metadata,
    pool.clientId,
    pool.clientSecret,
    authentication ?? (pool.clientSecret === undefined ? openid.None() : undefined),
  );
  openid.allowInsecureRequests(configuration);
  openid.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** Goes through managed login with PKCE, state and nonce, as an application does. */
async function signIn(
  configuration: openid.Configuration,
  scope = 'openid email',
): Promise<openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers> {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const expectedNonce = openid.randomNonce();
  const start = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  });
  const page = await browser.open(start);
  const back =
    page.url.origin === sandbox.endpoint
      ? await browser.submit(page, { username: 'ada', password: testPassword })
      : page;
  return openid.authorizationCodeGrant(configuration, back.url, {
    pkceCodeVerifier,
    expectedState,
    ...(scope.includes('openid') ? { expectedNonce } : {}),
  });
}

describe('an unmodified OpenID Connect client', () => {
  it('signs a person in with PKCE, state and nonce', async () => {
    await poolWithManagedLogin();
    const tokens = await signIn(await application());
    expect(tokens.claims()).toMatchObject({
      'cognito:username': 'ada',
      email: 'ada@example.com',
      email_verified: true,
      aud: pool.clientId,
    });
    const verifier = CognitoJwtVerifier.create({
      userPoolId: pool.userPoolId,
      clientId: pool.clientId,
      tokenUse: 'access',
      scope: ['email'],
    });
    const keys = await fetch(`${sandbox.endpoint}/${pool.userPoolId}/.well-known/jwks.json`);
    verifier.cacheJwks((await keys.json()) as Jwks);
    expect(await verifier.verify(tokens.access_token)).toMatchObject({
      username: 'ada',
      scope: 'openid email',
      version: 2,
    });
    expect(tokens.claims()).not.toHaveProperty('version');
  });

  it('discovers a sandbox with a local issuer by that issuer alone', async () => {
    ({ sandbox, cognito } = await runningSandbox({ hasLocalIssuer: true }));
    browser = new Browser(sandbox.endpoint);
    await poolWithManagedLogin();
    const issuer = `${sandbox.endpoint}/${pool.userPoolId}`;
    const configuration = await openid.discovery(
      new URL(issuer),
      pool.clientId,
      undefined,
      openid.None(),
      { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
    );
    expect(configuration.serverMetadata().issuer).toBe(issuer);
    const tokens = await signIn(configuration);
    expect(tokens.claims()).toMatchObject({ iss: issuer, 'cognito:username': 'ada' });
    const sub = tokens.claims()?.sub ?? '';
    expect(await openid.fetchUserInfo(configuration, tokens.access_token, sub)).toMatchObject({
      username: 'ada',
    });
    const { AccessToken } = await tokensByPassword(cognito, {
      ...pool,
      ...(await createTestClient(cognito, pool.userPoolId)),
    });
    const { Username } = await cognito.send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe('ada');
  });

  it('does not discover a sandbox whose issuer is that of AWS', async () => {
    await poolWithManagedLogin();
    await expect(
      openid.discovery(
        new URL(`${sandbox.endpoint}/${pool.userPoolId}`),
        pool.clientId,
        undefined,
        openid.None(),
        { execute: [openid.allowInsecureRequests] },
      ),
    ).rejects.toMatchObject({ code: 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED' });
  });

  it.each([
    ['Basic authentication', () => openid.ClientSecretBasic()],
    ['the body', () => openid.ClientSecretPost()],
  ])('sends its secret by %s', async (_how, authentication) => {
    await poolWithManagedLogin(true);
    expect((await signIn(await application(authentication()))).access_token).toBeTruthy();
    pool = { ...pool, clientSecret: 'wrong' };
    await expect(signIn(await application(authentication()))).rejects.toMatchObject({
      error: 'invalid_client',
    });
  });

  it('reads what the scopes tell about the user', async () => {
    await poolWithManagedLogin();
    const configuration = await application();
    const tokens = await signIn(configuration);
    const sub = tokens.claims()?.sub ?? '';
    expect(await openid.fetchUserInfo(configuration, tokens.access_token, sub)).toEqual({
      sub,
      username: 'ada',
      email: 'ada@example.com',
      email_verified: 'true',
    });
    const narrow = await signIn(configuration, 'email');
    expect(narrow.id_token).toBeUndefined();
    await expect(
      openid.fetchUserInfo(configuration, narrow.access_token, sub),
    ).rejects.toMatchObject({ status: 401 });
  });

  it('refreshes, and revokes', async () => {
    await poolWithManagedLogin();
    const configuration = await application();
    const { refresh_token = '', access_token, claims } = await signIn(configuration);
    const refreshed = await openid.refreshTokenGrant(configuration, refresh_token);
    expect(refreshed.claims()?.sub).toBe(claims()?.sub);
    expect(refreshed.refresh_token).toBeUndefined();
    await openid.tokenRevocation(configuration, refresh_token);
    await expect(openid.refreshTokenGrant(configuration, refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(
      openid.fetchUserInfo(configuration, access_token, openid.skipSubjectCheck),
    ).rejects.toMatchObject({ status: 401 });
    await expect(openid.tokenRevocation(configuration, access_token)).rejects.toMatchObject({
      error: 'unsupported_token_type',
    });
  });

  it('is sent straight back while the browser session lasts, until sign-out', async () => {
    await poolWithManagedLogin();
    const configuration = await application();
    const first = await signIn(configuration);
    const start = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: callback,
      scope: 'openid',
      prompt: 'none',
    });
    const back = await browser.open(start);
    const again = await openid.authorizationCodeGrant(configuration, back.url);
    expect(again.claims()?.auth_time).toBe(first.claims()?.auth_time);
    const out = await browser.open(
      `/logout?client_id=${pool.clientId}&logout_uri=${encodeURIComponent(signedOut)}`,
    );
    expect(out.url.href).toBe(signedOut);
    expect(browser.cookie('cognito')).toBeUndefined();
    expect((await browser.open(start)).url.searchParams.get('error')).toBe('login_required');
  });

  it('has its sessions listed and ended together with the browser’s', async () => {
    await poolWithManagedLogin();
    await cognito.send(
      new SetUserPoolSessionConfigurationCommand({
        UserPoolId: pool.userPoolId,
        UserSessionTracking: 'ENABLED',
        TokenSession: { MaxPerUser: 20 },
      }),
    );
    const configuration = await application();
    const { refresh_token = '' } = await signIn(configuration);
    const target = { UserPoolId: pool.userPoolId, Username: 'ada' };
    const { Sessions = [] } = await cognito.send(new AdminListUserSessionsCommand(target));
    const browserSession = Sessions.find(({ SessionType }) => SessionType === 'SSO');
    expect(browserSession?.SessionId).toMatch(/^sso[0-9a-z]{25}$/);
    expect(Sessions.find(({ SessionType }) => SessionType === 'TOKEN')).toMatchObject({
      OriginSessionId: browserSession?.SessionId,
    });
    await cognito.send(
      new AdminRevokeUserSessionCommand({
        ...target,
        SessionId: browserSession?.SessionId,
        RevokeAssociatedSessions: 'LINKED',
      }),
    );
    await expect(openid.refreshTokenGrant(configuration, refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const start = openid.buildAuthorizationUrl(configuration, { redirect_uri: callback });
    expect((await browser.open(start)).url.pathname).toBe('/login');
  });
});
