import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  type CognitoIdentityProviderClient,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, demoPool, type TestPool } from '../sign-in/pool.ts';
import { refresh, tokensByPassword } from '../sign-in/sdk-calls.ts';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let now: Date;

beforeEach(async () => {
  now = new Date();
  ({ sandbox, cognito } = await runningSandbox({}, { clock: () => now }));
  pool = demoPool(sandbox);
  await createConfirmedUser(cognito, pool);
});

function claimsOf(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());
}

const getUser = (AccessToken: string | undefined) =>
  cognito.send(new GetUserCommand({ AccessToken }));

const refused = (message: string) => ({ name: 'NotAuthorizedException', message });

describe('an access token', () => {
  it('lets its user read about himself', async () => {
    const { AccessToken } = await tokensByPassword(cognito, pool);
    const answer = await getUser(AccessToken);
    expect(answer.Username).toBe('ada');
    expect(answer.UserAttributes).toContainEqual({ Name: 'email', Value: 'ada@example.com' });
  });

  it('is refused once it has expired', async () => {
    const { AccessToken } = await tokensByPassword(cognito, pool);
    now = new Date(now.getTime() + 3_600_000);
    await expect(getUser(AccessToken)).rejects.toMatchObject(refused('Access Token has expired'));
  });

  it('is refused when it is changed, an ID token, or no token at all', async () => {
    const { AccessToken, IdToken } = await tokensByPassword(cognito, pool);
    const [header, , signature] = AccessToken.split('.');
    const payload = Buffer.from(
      JSON.stringify({ ...claimsOf(AccessToken), username: 'admin' }),
    ).toString('base64url');
    for (const token of [`${header}.${payload}.${signature}`, IdToken, 'a.b.c', 'abc']) {
      await expect(getUser(token)).rejects.toMatchObject(refused('Invalid Access Token'));
    }
  });

  it('is refused while its user is disabled, and revoked for good by that', async () => {
    const { AccessToken } = await tokensByPassword(cognito, pool);
    const target = { UserPoolId: pool.userPoolId, Username: 'ada' };
    await cognito.send(new AdminDisableUserCommand(target));
    await expect(getUser(AccessToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await cognito.send(new AdminEnableUserCommand(target));
    await expect(getUser(AccessToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('a refresh token', () => {
  it('gives new tokens of the same sign-in', async () => {
    const first = await tokensByPassword(cognito, pool);
    now = new Date(now.getTime() + 3_600_000);
    const { AuthenticationResult: second } = await refresh(
      cognito,
      pool,
      first.RefreshToken,
      first.device,
    );
    expect(second?.RefreshToken).toBeUndefined();
    expect((await getUser(second?.AccessToken)).Username).toBe('ada');
    const [before, after] = [claimsOf(first.AccessToken), claimsOf(second?.AccessToken)];
    expect(after.origin_jti).toBe(before.origin_jti);
    expect(after.auth_time).toBe(before.auth_time);
    expect(after.jti).not.toBe(before.jti);
    expect(after.iat).toBe(Number(before.iat) + 3600);
  });

  it('ends after 30 days', async () => {
    const { RefreshToken } = await tokensByPassword(cognito, pool);
    now = new Date(now.getTime() + 30 * 86_400_000);
    await expect(refresh(cognito, pool, RefreshToken)).rejects.toMatchObject(
      refused('Refresh Token has expired'),
    );
  });

  it('is refused when it is changed, another kind of token, or missing', async () => {
    const { RefreshToken, AccessToken } = await tokensByPassword(cognito, pool);
    for (const token of [`${RefreshToken.slice(0, -2)}AA`, AccessToken, 'abc']) {
      await expect(refresh(cognito, pool, token)).rejects.toMatchObject(
        refused('Invalid Refresh Token'),
      );
    }
    await expect(refresh(cognito, pool, undefined)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('revoking a refresh token', () => {
  const revoke = (Token: string | undefined) =>
    cognito.send(new RevokeTokenCommand({ Token, ClientId: pool.clientId }));

  it('ends it and the access tokens that came from it, and no others', async () => {
    const ended = await tokensByPassword(cognito, pool);
    const kept = await tokensByPassword(cognito, pool);
    await revoke(ended.RefreshToken);
    await expect(getUser(ended.AccessToken)).rejects.toMatchObject(
      refused('Access Token has been revoked'),
    );
    await expect(refresh(cognito, pool, ended.RefreshToken)).rejects.toMatchObject(
      refused('Refresh Token has been revoked'),
    );
    expect((await getUser(kept.AccessToken)).Username).toBe('ada');
    await expect(revoke(ended.RefreshToken)).resolves.toBeDefined();
  });

  it('does not take an access token', async () => {
    const { AccessToken } = await tokensByPassword(cognito, pool);
    await expect(revoke(AccessToken)).rejects.toMatchObject({
      name: 'UnsupportedTokenTypeException',
    });
  });

  it('does not take a token that was never given out', async () => {
    await expect(revoke('abcdefghij')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('global sign-out', () => {
  it('ends all tokens of the user and leaves other users alone', async () => {
    await createConfirmedUser(cognito, pool, 'bob');
    const [first, second] = [
      await tokensByPassword(cognito, pool),
      await tokensByPassword(cognito, pool),
    ];
    const bob = await tokensByPassword(cognito, pool, 'bob');
    await cognito.send(new GlobalSignOutCommand({ AccessToken: first.AccessToken }));
    for (const { AccessToken, RefreshToken } of [first, second]) {
      await expect(getUser(AccessToken)).rejects.toMatchObject(
        refused('Access Token has been revoked'),
      );
      await expect(refresh(cognito, pool, RefreshToken)).rejects.toMatchObject(
        refused('Refresh Token has been revoked'),
      );
    }
    expect((await getUser(bob.AccessToken)).Username).toBe('bob');
    const { AccessToken } = await tokensByPassword(cognito, pool);
    expect((await getUser(AccessToken)).Username).toBe('ada');
  });
});

describe('the published documents', () => {
  it('list the pool’s public keys as strings', async () => {
    const reply = await fetch(`${sandbox.endpoint}/${pool.userPoolId}/.well-known/jwks.json`);
    expect(reply.headers.get('content-type')).toContain('application/json');
    expect(await reply.json()).toEqual(sandbox.jwks);
    for (const key of sandbox.jwks.keys) {
      expect(Object.values(key).every((value) => typeof value === 'string')).toBe(true);
    }
  });

  it('describe the pool as an OpenID Connect issuer', async () => {
    const address = `${sandbox.endpoint}/${pool.userPoolId}/.well-known/openid-configuration`;
    expect(await (await fetch(address)).json()).toMatchObject({
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${pool.userPoolId}`,
      jwks_uri: `${sandbox.endpoint}/${pool.userPoolId}/.well-known/jwks.json`,
      token_endpoint: `${sandbox.endpoint}/oauth2/token`,
    });
  });

  it('do not exist for a pool that does not', async () => {
    const reply = await fetch(`${sandbox.endpoint}/us-east-1_Nowhere01/.well-known/jwks.json`);
    expect(reply.status).toBe(404);
  });
});
