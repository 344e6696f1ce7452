import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createSignInGateway } from '../../../server/cognito/sign-in/create-sign-in-gateway.ts';
import type { NewPasswordChallenge, SignInResult } from '../../../server/cognito/sign-in.ts';
import type { SignInPool } from '../../../server/config/pools.ts';
import type { Sandbox, SandboxSources } from '../../../server/sandbox/start.ts';
import { runningSandbox } from '../../sandbox/running.ts';
import { cannedPool } from '../canned-pool.ts';

const temporary = 'Temporary-1';
const password = 'Sandbox-1234';

function operatorPool(sandbox: Sandbox): SignInPool {
  const { userPoolId, region, endpoint, clientId, jwks } = sandbox;
  return { userPoolId, region, endpoint, clientId, clientSecret: undefined, jwks };
}

async function startConsolePool(sources: Partial<SandboxSources> = {}) {
  const { sandbox, cognito } = await runningSandbox({ users: 0 }, sources);
  return { sandbox, cognito, gateway: createSignInGateway(operatorPool(sandbox)) };
}

/** What a pool answers to the first half of an SRP exchange. */
const proofAsked = {
  ChallengeName: 'PASSWORD_VERIFIER',
  Session: 's',
  ChallengeParameters: {
    SRP_B: 'ab'.repeat(384),
    SALT: 'cd'.repeat(16),
    SECRET_BLOCK: 'c2VjcmV0',
    USER_ID_FOR_SRP: 'admin',
  },
};

async function invite(cognito: CognitoIdentityProviderClient, UserPoolId: string): Promise<void> {
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: 'nora',
      TemporaryPassword: temporary,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: 'nora@example.com' }],
    }),
  );
}

function challengeOf(result: SignInResult): NewPasswordChallenge {
  if (result.kind !== 'challenge' || result.challenge.name !== 'NEW_PASSWORD_REQUIRED') {
    throw new Error('No new password was asked for.');
  }
  return result.challenge;
}

function tokensOf(result: SignInResult) {
  if (result.kind !== 'tokens') throw new Error('No tokens were issued.');
  return result.tokens;
}

function claims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

describe('an operator', () => {
  it('gets tokens for the right password', async () => {
    const { gateway } = await startConsolePool();
    const tokens = tokensOf(await gateway.signIn('admin', password));
    expect(claims(tokens.idToken)).toMatchObject({
      token_use: 'id',
      'cognito:groups': ['pool-admins'],
    });
    expect(claims(tokens.accessToken)).toMatchObject({ token_use: 'access', username: 'admin' });
    expect(tokens.refreshToken).toBeDefined();
  });

  it('is told the same for a wrong password, an unknown name and a disabled account', async () => {
    const { gateway, cognito, sandbox } = await startConsolePool();
    await cognito.send(
      new AdminDisableUserCommand({ UserPoolId: sandbox.userPoolId, Username: 'support' }),
    );
    const failures = await Promise.allSettled([
      gateway.signIn('admin', 'Wrong-1234'),
      gateway.signIn('nobody', password),
      gateway.signIn('support', password),
      gateway.signIn('a b', password),
    ]);
    for (const failure of failures) {
      expect(failure).toMatchObject({
        status: 'rejected',
        reason: {
          code: 'sign_in_failed',
          status: 401,
          publicMessage: expect.stringContaining('The username or the password is not right.'),
        },
      });
    }
  });

  it('may give an e-mail address where the pool takes one for the username', async () => {
    const { gateway, cognito, sandbox } = await startConsolePool();
    await cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: sandbox.userPoolId,
        Username: 'admin',
        UserAttributes: [
          { Name: 'email', Value: 'Chief@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
    const tokens = tokensOf(await gateway.signIn('Chief@example.com', password));
    expect(claims(tokens.accessToken).username).toBe('admin');
  });

  it('can sign in beside others, since the arithmetic has a thread of its own', async () => {
    const { gateway } = await startConsolePool();
    const results = await Promise.all([
      gateway.signIn('admin', password),
      gateway.signIn('support', password),
      gateway.signIn('auditor', password),
    ]);
    const names = results.map((result) => claims(tokensOf(result).accessToken).username);
    expect(names).toEqual(['admin', 'support', 'auditor']);
  });

  it('is told at once when far too many sign in together', async () => {
    const { address } = await cannedPool('hang');
    const pool = { ...address, clientId: 'c', clientSecret: undefined, jwks: undefined };
    const gateway = createSignInGateway(pool, { maxAttempts: 1, requestTimeout: 1 });
    const attempts = Array.from({ length: 40 }, () => gateway.signIn('admin', password));
    const outcomes = await Promise.allSettled(attempts);
    const codes = outcomes.map((one) => one.status === 'rejected' && one.reason.code);
    expect(codes.filter((code) => code === 'sign_in_busy')).toHaveLength(23);
  });
});

describe('an operator with a temporary password', () => {
  it('sets a new one and is signed in', async () => {
    const { gateway, cognito, sandbox } = await startConsolePool();
    await invite(cognito, sandbox.userPoolId);
    const challenge = challengeOf(await gateway.signIn('nora', temporary));
    expect(challenge).toMatchObject({ name: 'NEW_PASSWORD_REQUIRED', username: 'nora' });
    const attributes = Object.fromEntries(challenge.requiredAttributes.map((name) => [name, 'N']));
    const result = await gateway.setNewPassword(challenge, password, attributes);
    expect(claims(tokensOf(result).accessToken).username).toBe('nora');
    expect((await gateway.signIn('nora', password)).kind).toBe('tokens');
  });

  it('may try again when the new one is too weak, but not answer twice', async () => {
    const { gateway, cognito, sandbox } = await startConsolePool();
    await invite(cognito, sandbox.userPoolId);
    const challenge = challengeOf(await gateway.signIn('nora', temporary));
    await expect(gateway.setNewPassword(challenge, 'short', {})).rejects.toMatchObject({
      code: 'invalid_password',
      status: 422,
      fields: { newPassword: expect.stringContaining('longer') },
    });
    await gateway.setNewPassword(challenge, password, {});
    await expect(gateway.setNewPassword(challenge, 'Another-1234', {})).rejects.toMatchObject({
      code: 'challenge_expired',
    });
  });

  it('starts again after too long', async () => {
    let ahead = 0;
    const clock = () => new Date(Date.now() + ahead);
    const { gateway, cognito, sandbox } = await startConsolePool({ clock });
    await invite(cognito, sandbox.userPoolId);
    const challenge = challengeOf(await gateway.signIn('nora', temporary));
    ahead = 20 * 60_000;
    await expect(gateway.setNewPassword(challenge, password, {})).rejects.toMatchObject({
      code: 'challenge_expired',
    });
  });

  it('is told when the invitation is too old', async () => {
    const { address } = await cannedPool({
      error: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
    const pool = { ...address, clientId: 'c', clientSecret: undefined, jwks: undefined };
    await expect(createSignInGateway(pool).signIn('nora', temporary)).rejects.toMatchObject({
      code: 'temporary_password_expired',
    });
  });

  it('has the attributes asked that the pool requires', async () => {
    const { address, calls } = await cannedPool(
      {
        output: {
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session: 'next',
          ChallengeParameters: {
            USER_ID_FOR_SRP: 'nora',
            requiredAttributes: '["userAttributes.name","userAttributes.family_name"]',
          },
        },
      },
      {
        error: 'InvalidParameterException',
        message: 'Invalid attributes given, family_name is missing',
      },
    );
    const pool = { ...address, clientId: 'c', clientSecret: 'secret', jwks: undefined };
    const gateway = createSignInGateway(pool);
    const result = await gateway.setNewPassword(
      { name: 'NEW_PASSWORD_REQUIRED', username: 'nora', session: 's', requiredAttributes: [] },
      password,
      {},
    );
    const challenge = challengeOf(result);
    expect(challenge.requiredAttributes).toEqual(['name', 'family_name']);
    await expect(
      gateway.setNewPassword(challenge, password, { name: 'Nora' }),
    ).rejects.toMatchObject({ status: 422, fields: { family_name: expect.any(String) } });
    expect(calls[1]?.input).toMatchObject({
      Session: 'next',
      ChallengeResponses: {
        USERNAME: 'nora',
        NEW_PASSWORD: password,
        'userAttributes.name': 'Nora',
        SECRET_HASH: expect.any(String),
      },
    });
  });
});

describe('an account that cannot sign in here', () => {
  it('is not told that its password was reset, which says that it exists', async () => {
    const { gateway, cognito, sandbox } = await startConsolePool();
    const user = { UserPoolId: sandbox.userPoolId, Username: 'admin' };
    await cognito.send(
      new AdminUpdateUserAttributesCommand({
        ...user,
        UserAttributes: [
          { Name: 'email', Value: 'admin@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
    await cognito.send(new AdminResetUserPasswordCommand(user));
    await expect(gateway.signIn('admin', password)).rejects.toMatchObject({
      code: 'sign_in_failed',
      status: 401,
    });
  });

  it('is not told that it is not confirmed', async () => {
    const { address } = await cannedPool({ error: 'UserNotConfirmedException' });
    const pool = { ...address, clientId: 'c', clientSecret: undefined, jwks: undefined };
    const gateway = createSignInGateway(pool);
    await expect(gateway.signIn('nora', password)).rejects.toMatchObject({
      code: 'sign_in_failed',
    });
  });

  it.each([
    ['CUSTOM_CHALLENGE', {}, 'a sign-in step'],
    ['MFA_SETUP', { MFAS_CAN_SETUP: '["SMS_MFA"]' }, 'phone number'],
  ])('is told what this console cannot ask for: %s', async (ChallengeName, parameters, words) => {
    const { address } = await cannedPool(
      { output: proofAsked },
      { output: { ChallengeName, Session: 's', ChallengeParameters: parameters } },
    );
    const pool = { ...address, clientId: 'c', clientSecret: undefined, jwks: undefined };
    const signingIn = createSignInGateway(pool).signIn('admin', password);
    await expect(signingIn).rejects.toMatchObject({
      code: 'challenge_not_supported',
      status: 403,
      publicMessage: expect.stringContaining(words),
    });
  });

  it('is not blamed for what is wrong with the app client', async () => {
    const { sandbox } = await startConsolePool();
    const gateway = createSignInGateway({ ...operatorPool(sandbox), clientId: 'unknown1' });
    await expect(gateway.signIn('admin', password)).rejects.toMatchObject({
      code: 'sign_in_misconfigured',
      status: 502,
    });
  });
});

describe('a session of tokens', () => {
  it('goes on with the refresh token until that is revoked', async () => {
    const { gateway } = await startConsolePool();
    const { refreshToken = '', deviceKey } = tokensOf(await gateway.signIn('admin', password));
    const fresh = await gateway.refresh(refreshToken, 'admin', deviceKey);
    expect(claims(fresh.accessToken)).toMatchObject({ username: 'admin' });
    await gateway.revoke(refreshToken);
    await expect(gateway.refresh(refreshToken, 'admin', deviceKey)).rejects.toMatchObject({
      code: 'session_ended',
      status: 401,
    });
  });

  it('ends when the user is disabled or gone', async () => {
    const { gateway, cognito, sandbox } = await startConsolePool();
    const { refreshToken = '', deviceKey } = tokensOf(await gateway.signIn('support', password));
    await cognito.send(
      new AdminDisableUserCommand({ UserPoolId: sandbox.userPoolId, Username: 'support' }),
    );
    await expect(gateway.refresh(refreshToken, 'support', deviceKey)).rejects.toMatchObject({
      code: 'session_ended',
    });
  });

  it('does not end because the pool is out of reach', async () => {
    const { address } = await cannedPool('drop');
    const pool = { ...address, clientId: 'c', clientSecret: undefined, jwks: undefined };
    const gateway = createSignInGateway(pool, { maxAttempts: 1 });
    await expect(gateway.refresh('token', 'admin')).rejects.toMatchObject({
      code: 'pool_unreachable',
    });
  });

  it('is refreshed the old way where the endpoint does not know the new one', async () => {
    const { address, calls } = await cannedPool(
      { error: 'UnknownOperationException' },
      { output: { AuthenticationResult: { IdToken: 'i', AccessToken: 'a' } } },
    );
    const pool = { ...address, clientId: 'c', clientSecret: 'secret', jwks: undefined };
    expect(await createSignInGateway(pool).refresh('token', 'admin')).toEqual({
      idToken: 'i',
      accessToken: 'a',
      refreshToken: undefined,
    });
    expect(calls[1]?.input).toMatchObject({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: 'token', SECRET_HASH: expect.any(String) },
    });
  });
});
