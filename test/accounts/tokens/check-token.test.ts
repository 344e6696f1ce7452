import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../helpers/account-tokens.ts';
import { accountsForTests, accountsOf } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { accessClaims, createKey, jwt } from '../../operators/tokens.ts';

const accounts = accountsForTests();

const check = (body: unknown) => accounts().call('POST', '/check-token', body);

/** A token with other claims or another header, the signature left as it was. */
function forged(token: string, changes: { header?: object; claims?: object }): string {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const merged = (part: string, change: object = {}) => {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString());
    return Buffer.from(JSON.stringify({ ...value, ...change })).toString('base64url');
  };
  return [merged(header, changes.header), merged(claims, changes.claims), signature].join('.');
}

describe('check token and refresh when expired', () => {
  it('is valid, with the claims of both tokens', async () => {
    const { accessToken, idToken, username } = await tokensOf(accounts().running);
    const { status, body } = await check({ accessToken, idToken });
    expect(status).toBe(200);
    expect(body).toEqual({
      state: 'valid',
      claims: expect.objectContaining({ token_use: 'access', username }),
      idClaims: expect.objectContaining({ token_use: 'id', email: `${username}@example.com` }),
    });
  });

  it('is over, or refreshed, when it has expired', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const running = await consoleForTest({
      sandbox: { users: 0 },
      application: {},
      sources: { clock: now },
      now,
    });
    const { call } = accountsOf(running);
    const { accessToken, refreshToken, deviceKey } = await tokensOf(running);
    ahead = -2 * 3_600_000;
    const old = await tokensOf(running);
    ahead = 0;
    const over = await call('POST', '/check-token', { accessToken: old.accessToken });
    expect(over.body).toEqual({ state: 'over', reason: 'expired' });
    const { body } = await call('POST', '/check-token', {
      accessToken: old.accessToken,
      refreshToken: old.refreshToken,
      deviceKey: old.deviceKey,
    });
    expect(body).toMatchObject({ state: 'refreshed', tokens: { tokenType: 'Bearer' } });
    expect(body.claims.username).toBe(old.username);
    expect(body.idClaims.email).toBe(`${old.username}@example.com`);
    const others = await call('POST', '/check-token', {
      accessToken: old.accessToken,
      refreshToken,
      deviceKey,
    });
    expect(others.body).toEqual({ state: 'over', reason: 'foreign' });
    const still = await call('POST', '/check-token', { accessToken, refreshToken, deviceKey });
    expect(still.body.state).toBe('valid');
    expect(still.body.tokens).toBeUndefined();
  });

  it('is over when it was revoked, its user disabled, or the refresh token is over too', async () => {
    const { running } = accounts();
    const [left, disabled] = [await tokensOf(running), await tokensOf(running)];
    const of = (Username: string) => ({ UserPoolId: running.sandbox.userPoolId, Username });
    await running.cognito.send(new AdminUserGlobalSignOutCommand(of(left.username)));
    await running.cognito.send(new AdminDisableUserCommand(of(disabled.username)));
    for (const { accessToken, refreshToken, deviceKey } of [left, disabled]) {
      const alone = await check({ accessToken });
      expect(alone.body).toEqual({ state: 'over', reason: 'revoked' });
      const both = await check({ accessToken, refreshToken, deviceKey });
      expect(both.body).toEqual({ state: 'over', reason: 'session_ended' });
    }
  });
});

describe('verify ID and access token, claims available', () => {
  it('is over with the reason for a token of another client, pool or person', async () => {
    const { running } = accounts();
    const own = await tokensOf(running);
    const other = await tokensOf(running);
    const ofConsole = await tokensOf(running, { clientId: running.sandbox.clientId });
    const key = createKey();
    const header = { alg: 'RS256', kid: key.keyId };
    const elsewhere = jwt(accessClaims(), header, key.privateKey);
    for (const given of [
      { accessToken: ofConsole.accessToken },
      { accessToken: elsewhere },
      { accessToken: own.accessToken, idToken: other.idToken },
      { accessToken: own.accessToken, idToken: ofConsole.idToken },
    ]) {
      const { body } = await check({ ...given, refreshToken: own.refreshToken });
      expect(body).toEqual({ state: 'over', reason: 'foreign' });
    }
  });

  it('is over for a token that was changed, is unsigned, or is of another kind', async () => {
    const { running } = accounts();
    const { accessToken, idToken, refreshToken } = await tokensOf(running);
    const key = createKey();
    const [, claims = ''] = accessToken.split('.');
    const signedElsewhere = jwt(
      JSON.parse(Buffer.from(claims, 'base64url').toString()),
      { alg: 'RS256', kid: running.sandbox.jwks.keys[0]?.kid },
      key.privateKey,
    );
    for (const given of [
      { accessToken: idToken },
      { accessToken, idToken: accessToken },
      { accessToken: forged(accessToken, { claims: { username: 'admin' } }) },
      { accessToken: forged(accessToken, { header: { alg: 'none' } }) },
      {
        accessToken: `${forged(accessToken, { header: { alg: 'none' } })
          .split('.', 2)
          .join('.')}.`,
      },
      { accessToken: forged(accessToken, { header: { alg: 'HS256' } }) },
      { accessToken: signedElsewhere },
      { accessToken: 'a.b.c' },
      { accessToken: '‮' },
    ]) {
      const { status, body } = await check({ ...given, refreshToken });
      expect([status, body]).toEqual([200, { state: 'over', reason: 'invalid' }]);
    }
  });
});
