import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { rotateRefreshTokens, tokensOf } from '../../helpers/account-tokens.ts';
import { accountsForTests, accountsOf, bearer } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';

const accounts = accountsForTests();

const post = (path: string, body: unknown) => accounts().call('POST', path, body);

/** The application's app client rotates refresh tokens. */
async function rotating(elapsed: () => number = () => performance.now()) {
  const running = await consoleForTest({ sandbox: { users: 0 }, application: {}, elapsed });
  await rotateRefreshTokens(running.cognito, running.sandbox);
  const { refreshToken, deviceKey } = await tokensOf(running);
  return { ...accountsOf(running), running, refreshToken, deviceKey };
}

describe('POST /refresh', () => {
  it('answers new tokens', async () => {
    const { refreshToken, deviceKey } = await tokensOf(accounts().running);
    const { status, body } = await post('/refresh', { refreshToken, deviceKey });
    expect(status).toBe(200);
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^ey/),
      idToken: expect.stringMatching(/^ey/),
      expiresIn: expect.any(Number),
      tokenType: 'Bearer',
    });
    expect(body.expiresIn).toBeGreaterThan(3500);
    const me = await accounts().call('GET', '/me/claims', undefined, bearer(body.accessToken));
    expect(me.status).toBe(200);
  });

  it('is 401 session_ended when the pool does not take the refresh token', async () => {
    const { running } = accounts();
    const { sandbox, cognito } = running;
    const [revoked, disabled, withoutDevice, otherDevice, foreign] = await Promise.all([
      tokensOf(running),
      tokensOf(running),
      tokensOf(running),
      tokensOf(running),
      tokensOf(running, { clientId: sandbox.clientId }),
    ]);
    const of = ({ username }: { username: string }) => ({
      UserPoolId: sandbox.userPoolId,
      Username: username,
    });
    await cognito.send(new AdminUserGlobalSignOutCommand(of(revoked)));
    await cognito.send(new AdminDisableUserCommand(of(disabled)));
    const given = [
      revoked,
      disabled,
      foreign,
      { ...withoutDevice, deviceKey: undefined },
      { ...otherDevice, deviceKey: revoked.deviceKey },
      { ...otherDevice, refreshToken: otherDevice.accessToken },
      { ...otherDevice, refreshToken: 'never-issued' },
    ];
    for (const { refreshToken, deviceKey } of given) {
      const reply = await post('/refresh', { refreshToken, deviceKey });
      expect([reply.status, reply.body.code]).toEqual([401, 'session_ended']);
    }
  });

  it.each([
    {},
    { refreshToken: '' },
    { refreshToken: 1 },
    { refreshToken: 'a b' },
    { refreshToken: '‮x' },
    { refreshToken: 'x'.repeat(20_000) },
    { refreshToken: 'x', deviceKey: "' OR 1=1" },
  ])('is 422 for what is no refresh token: %j', async (body) => {
    const reply = await post('/refresh', body);
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_input']);
  });

  it('gives 50 equal requests at the same moment the same answer where the pool rotates', async () => {
    const { call, refreshToken, deviceKey } = await rotating();
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => call('POST', '/refresh', { refreshToken, deviceKey })),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(50).fill(200));
    const tokens = new Set(replies.map(({ body }) => `${body.refreshToken} ${body.accessToken}`));
    expect(tokens.size).toBe(1);
    const next = { refreshToken: replies[0]?.body.refreshToken, deviceKey };
    expect(next.refreshToken).not.toBe(refreshToken);
    expect((await call('POST', '/refresh', next)).status).toBe(200);
  });

  it('answers a retry the same for some seconds, then session_ended', async () => {
    let ahead = 0;
    const { call, refreshToken, deviceKey } = await rotating(() => performance.now() + ahead);
    const first = await call('POST', '/refresh', { refreshToken, deviceKey });
    const retry = await call('POST', '/refresh', { refreshToken, deviceKey });
    expect(retry.body.refreshToken).toBe(first.body.refreshToken);
    ahead = 11_000;
    const late = await call('POST', '/refresh', { refreshToken, deviceKey });
    expect([late.status, late.body.code]).toEqual([401, 'session_ended']);
  });

  it('answers no retry after the sign-out', async () => {
    const { call, refreshToken, deviceKey } = await rotating();
    const first = await call('POST', '/refresh', { refreshToken, deviceKey });
    const out = await call('POST', '/sign-out', { refreshToken: first.body.refreshToken });
    expect(out.status).toBe(204);
    const retry = await call('POST', '/refresh', { refreshToken, deviceKey });
    expect([retry.status, retry.body.code]).toEqual([401, 'session_ended']);
  });
});

describe('POST /sign-out', () => {
  it('revokes the refresh token and its access tokens, and is 204 once more', async () => {
    const { refreshToken, deviceKey, accessToken } = await tokensOf(accounts().running);
    for (const _ of [1, 2]) {
      const { status, body } = await post('/sign-out', { refreshToken });
      expect([status, body]).toEqual([204, undefined]);
    }
    expect((await post('/refresh', { refreshToken, deviceKey })).body.code).toBe('session_ended');
    const checked = await post('/check-token', { accessToken });
    expect(checked.body).toEqual({ state: 'over', reason: 'revoked' });
  });

  it('is 204 for a token that was never issued here, and leaves a foreign one valid', async () => {
    const { running } = accounts();
    const foreign = await tokensOf(running, { clientId: running.sandbox.clientId });
    for (const refreshToken of ['never-issued', foreign.refreshToken]) {
      expect((await post('/sign-out', { refreshToken })).status).toBe(204);
    }
    const { accessToken } = foreign;
    const asked = await running.cognito.send(new GetUserCommand({ AccessToken: accessToken }));
    expect(asked.Username).toBe(foreign.username);
  });

  it('asks for the refresh token when another one is sent', async () => {
    const { accessToken } = await tokensOf(accounts().running);
    const { status, body } = await post('/sign-out', { refreshToken: accessToken });
    expect([status, body.code]).toEqual([422, 'not_a_refresh_token']);
    expect(Object.keys(body.fields)).toEqual(['refreshToken']);
  });
});
