import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { alertOf, Browser } from '../managed-login/browser.ts';
import { runningSandbox } from '../running.ts';
import type { TestPool } from '../sign-in/pool.ts';
import { answerChallenge, signInAsAdmin, signInByPassword } from '../sign-in/sdk-calls.ts';
import { signInBySrp } from '../sign-in/srp-client.ts';
import { csvOf, importRows, poolForImports } from './import-users.ts';
import { knownHashes } from './known-hashes.ts';

const tokens = { AuthenticationResult: { AccessToken: expect.any(String) } };
const wrongPassword = {
  name: 'NotAuthorizedException',
  message: 'Incorrect username or password.',
};
const password = 'password';
const argon2id =
  '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
  pool = await poolForImports(cognito);
});

/** Imports users who all have the password of `argon2id`. */
async function importPeople(...usernames: readonly string[]) {
  const users = usernames.map((username) => ({ username, hash: argon2id }));
  return importRows(sandbox, cognito, pool, 'ARGON2ID', await csvOf(cognito, pool, users));
}

describe('a user imported with a password hash', () => {
  it.each(knownHashes)('signs in with the password: $algorithm from $source', async (known) => {
    const rows = await csvOf(cognito, pool, [{ username: 'ada', hash: known.hash }]);
    const { job, log } = await importRows(sandbox, cognito, pool, known.algorithm, rows);
    expect(log).toEqual([]);
    expect(job).toMatchObject({
      Status: 'Succeeded',
      ImportedUsers: 1,
      PasswordHashingAlgorithm: known.algorithm,
    });
    const user = new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: 'ada' });
    expect((await cognito.send(user)).UserStatus).toBe('CONFIRMED');

    await expect(
      signInByPassword(cognito, pool, 'ada', `${known.password}!`),
    ).rejects.toMatchObject(wrongPassword);
    expect(await signInByPassword(cognito, pool, 'ada', known.password)).toMatchObject(tokens);
    expect(
      await signInBySrp(cognito, pool, { username: 'ada', password: known.password }),
    ).toMatchObject(tokens);
    await expect(
      signInByPassword(cognito, pool, 'ada', `${known.password}!`),
    ).rejects.toMatchObject(wrongPassword);
    expect(await signInByPassword(cognito, pool, 'ada', known.password)).toMatchObject(tokens);
  });

  it('cannot use SRP before the first sign-in with the password itself', async () => {
    await importPeople('ada');
    const bySrp = () => signInBySrp(cognito, pool, { username: 'ada', password });
    await expect(bySrp()).rejects.toMatchObject(wrongPassword);
    expect(await signInAsAdmin(cognito, pool, 'ada', password)).toMatchObject(tokens);
    expect(await bySrp()).toMatchObject(tokens);
  });

  it('signs in with the password as a choice', async () => {
    await importPeople('ada', 'bob');
    const begin = (USERNAME: string, more: Record<string, string> = {}) =>
      cognito.send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'USER_AUTH',
          AuthParameters: { USERNAME, ...more },
        }),
      );
    const preferred = { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password };
    expect(await begin('ada', preferred)).toMatchObject(tokens);
    const choice = await begin('bob');
    expect(choice.AvailableChallenges).toContain('PASSWORD');
    expect(
      await answerChallenge(cognito, pool, choice, {
        USERNAME: 'bob',
        ANSWER: 'PASSWORD',
        PASSWORD: password,
      }),
    ).toMatchObject(tokens);
  });

  it('signs in on the pages of managed login', async () => {
    await importPeople('ada');
    const browser = new Browser(sandbox.endpoint);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: pool.clientId,
      redirect_uri: 'https://app.example/callback',
      scope: 'openid',
    });
    const signIn = async (typed: string) =>
      browser.submit(await browser.open(`/login?${query}`), { username: 'ada', password: typed });
    expect(alertOf(await signIn('wrong'))).toBe('Incorrect username or password.');
    expect((await signIn(password)).url.searchParams.get('code')).toEqual(expect.any(String));
    expect(await signInBySrp(cognito, pool, { username: 'ada', password })).toMatchObject(tokens);
  });

  it('is locked out by wrong passwords, also when they come all at once', async () => {
    await importPeople('ada');
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        signInByPassword(cognito, pool, 'ada', `wrong ${index}`),
      ),
    );
    const messages = tries.map((each) => (each.status === 'rejected' ? each.reason.message : ''));
    expect(messages.filter((text) => text === wrongPassword.message)).toHaveLength(5);
    expect(messages.filter((text) => text === 'Password attempts exceeded')).toHaveLength(15);
    await expect(signInByPassword(cognito, pool, 'ada', password)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
  });

  it('may sign in many times at once', async () => {
    await importPeople('ada');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => signInByPassword(cognito, pool, 'ada', password)),
    );
    for (const answer of answers) expect(answer).toMatchObject(tokens);
  });

  it('does not keep others waiting while hashes are computed', async () => {
    const costly = knownHashes.find(({ hash }) => hash.startsWith('$2b$12$'));
    const people = ['ada', 'bob', 'carl', 'dora', 'emil'];
    const rows = await csvOf(
      cognito,
      pool,
      people.map((username) => ({ username, hash: costly?.hash ?? '' })),
    );
    await importRows(sandbox, cognito, pool, 'BCRYPT', rows);
    const order: string[] = [];
    const signIns = people.map(async (username) => {
      await signInByPassword(cognito, pool, username, costly?.password);
      order.push(username);
    });
    await cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool.userPoolId }));
    order.push('another request');
    await Promise.all(signIns);
    expect(order.indexOf('another request')).toBeLessThan(people.length);
  });
});
