import {
  AdminDisableUserCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { createSrpSession } from 'cognito-srp-helper';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, demoPool, type TestPool, testPassword } from './pool.ts';
import { passwordClaim, signInBySrp } from './srp-client.ts';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
  pool = demoPool(sandbox);
  await createConfirmedUser(cognito, pool);
});

describe('signing in by SRP', () => {
  it('gives tokens that an unmodified verifier accepts', async () => {
    const { AuthenticationResult: tokens } = await signInBySrp(cognito, pool);
    const verifier = CognitoJwtVerifier.create({
      userPoolId: pool.userPoolId,
      clientId: pool.clientId,
      tokenUse: null,
    });
    verifier.cacheJwks({ keys: [...sandbox.jwks.keys] });
    expect(await verifier.verify(tokens?.AccessToken ?? '')).toMatchObject({
      token_use: 'access',
      client_id: pool.clientId,
      username: 'ada',
      scope: 'aws.cognito.signin.user.admin',
    });
    const id = await verifier.verify(tokens?.IdToken ?? '');
    expect(id).toMatchObject({
      token_use: 'id',
      aud: pool.clientId,
      'cognito:username': 'ada',
      email: 'ada@example.com',
      email_verified: true,
    });
    expect(tokens).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    expect(tokens?.RefreshToken).toBeTruthy();
  });

  it('works by an alias, and answers the username that SRP needs', async () => {
    const answer = await signInBySrp(cognito, pool, { username: 'ADA@example.com' });
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('works for older clients that leave the session out', async () => {
    const answer = await signInBySrp(cognito, pool, { withoutSession: true });
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('refuses a wrong password', async () => {
    await expect(signInBySrp(cognito, pool, { password: 'Correct-Horse-2' })).rejects.toMatchObject(
      {
        name: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      },
    );
  });

  it('gives a person who does not exist the same refusal', async () => {
    await expect(signInBySrp(cognito, pool, { username: 'nobody' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('answers a name that does not exist the same salt every time, and another B', async () => {
    const begin = () =>
      cognito.send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'USER_SRP_AUTH',
          AuthParameters: { USERNAME: 'nobody', SRP_A: 'abcdef' },
        }),
      );
    const [first, second] = [await begin(), await begin()];
    expect(first.ChallengeParameters?.SALT).toBe(second.ChallengeParameters?.SALT);
    expect(first.ChallengeParameters?.SRP_B).not.toBe(second.ChallengeParameters?.SRP_B);
    expect(first.ChallengeParameters?.USER_ID_FOR_SRP).toBe('nobody');
  });

  it.each(['0', '00', 'not hexadecimal', ''])('refuses the client value "%s"', async (SRP_A) => {
    const begun = cognito.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: 'ada', SRP_A },
      }),
    );
    await expect(begun).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('refuses a disabled user, with the right password only', async () => {
    await cognito.send(
      new AdminDisableUserCommand({ UserPoolId: pool.userPoolId, Username: 'ada' }),
    );
    await expect(signInBySrp(cognito, pool)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
    await expect(signInBySrp(cognito, pool, { password: 'wrong' })).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
  });
});

describe('the proof of a password', () => {
  async function begin(username = 'ada') {
    const session = createSrpSession(username, testPassword, pool.userPoolId, false);
    const begun = await cognito.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: username, SRP_A: session.largeA },
      }),
    );
    const claim = { USERNAME: username, ...passwordClaim(session, begun.ChallengeParameters) };
    const answer = (responses: Record<string, string> = {}, Session = begun.Session) =>
      cognito.send(
        new RespondToAuthChallengeCommand({
          ClientId: pool.clientId,
          ChallengeName: 'PASSWORD_VERIFIER',
          ChallengeResponses: { ...claim, ...responses },
          Session,
        }),
      );
    return { answer, session: begun.Session };
  }

  it('is accepted once', async () => {
    const { answer } = await begin();
    expect((await answer()).AuthenticationResult).toBeDefined();
    await expect(answer()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('cannot be tried again after a wrong one', async () => {
    const { answer } = await begin();
    await expect(answer({ PASSWORD_CLAIM_SIGNATURE: 'AAAA' })).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
    await expect(answer()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('does not serve another user', async () => {
    await createConfirmedUser(cognito, pool, 'bob');
    const { answer } = await begin('ada');
    await expect(answer({ USERNAME: 'bob' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('is refused with the session of another exchange, or a forged one', async () => {
    const other = await begin();
    const { answer, session } = await begin();
    await expect(answer({}, other.session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const forged = `${session?.slice(0, -4)}AAAA`;
    await expect(answer({}, forged)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is refused with a forged secret block', async () => {
    const { answer } = await begin();
    const forged = Buffer.alloc(400, 1).toString('base64');
    await expect(answer({ PASSWORD_CLAIM_SECRET_BLOCK: forged })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it.each([
    ['TIMESTAMP', '2026-11-20T16:00:00Z'],
    ['TIMESTAMP', ''],
    ['PASSWORD_CLAIM_SIGNATURE', ''],
    ['PASSWORD_CLAIM_SECRET_BLOCK', ''],
    ['USERNAME', ''],
  ])('needs its %s, not "%s"', async (name, value) => {
    const { answer } = await begin();
    await expect(answer({ [name]: value })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('is refused for another timestamp than the signed one', async () => {
    const { answer } = await begin();
    await expect(answer({ TIMESTAMP: 'Fri Nov 20 16:39:20 UTC 2026' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

describe('guessing passwords', () => {
  it('locks the user out from the fifth wrong one, even with the right one', async () => {
    // With the clock standing still the lock, a second long, cannot run out during the test.
    const now = new Date();
    ({ sandbox, cognito } = await runningSandbox({}, { clock: () => now }));
    pool = demoPool(sandbox);
    await createConfirmedUser(cognito, pool);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(signInBySrp(cognito, pool, { password: 'wrong' })).rejects.toMatchObject({
        message: 'Incorrect username or password.',
      });
    }
    await expect(signInBySrp(cognito, pool)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
  });
});
