import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accountsForTests, accountsOf } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { messagesTo } from '../../helpers/outbox.ts';
import { peopleOf } from '../../helpers/people.ts';
import { rankOfTimes } from '../../helpers/times.ts';

const accounts = accountsForTests({ environment: { TRUST_PROXY: 'true' } });
const newPassword = 'Another-1234';

let number = 0;
/** An address of its own for each request, so that no limit is reached. */
function from(): { readonly 'x-forwarded-for': string } {
  number += 1;
  return { 'x-forwarded-for': `198.51.${Math.floor(number / 250)}.${(number % 250) + 1}` };
}

const forgot = (username: string) =>
  accounts().call('POST', '/forgot-password', { username }, from());
const reset = (username: string, code: string, password = newPassword) =>
  accounts().call('POST', '/reset-password', { username, code, newPassword: password }, from());

async function codeOf(username: string): Promise<string> {
  const [newest] = await messagesTo(accounts().running, username);
  return newest?.secret ?? '';
}

async function signsInWith(username: string, password: string): Promise<boolean> {
  const { cognito, sandbox } = accounts().running;
  return cognito
    .send(
      new InitiateAuthCommand({
        ClientId: sandbox.applicationClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    )
    .then(
      () => true,
      () => false,
    );
}

/** Accounts of every kind, and a username without one. */
async function usernames(): Promise<Readonly<Record<string, string>>> {
  const people = peopleOf(accounts().running);
  const disabled = await people.confirmed();
  await people.disable(disabled);
  return {
    unknown: 'no-account-of-this-name',
    confirmed: await people.confirmed(),
    unverified: await people.confirmed({ email_verified: 'false' }),
    unconfirmed: await people.unconfirmed(),
    invited: await people.invited(),
    disabled,
  };
}

describe('forgot and confirm forgot password', () => {
  it('sets a new password with the code that was sent, once', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const sent = await forgot(username);
    expect([sent.status, sent.body]).toEqual([202, undefined]);
    expect(await signsInWith(username, 'Sandbox-1234')).toBe(true);
    const code = await codeOf(username);
    const done = await reset(username, code);
    expect([done.status, done.body]).toEqual([204, undefined]);
    expect(await signsInWith(username, newPassword)).toBe(true);
    expect(await signsInWith(username, 'Sandbox-1234')).toBe(false);
    const again = await reset(username, code, 'Once-more-1234');
    expect([again.status, again.body.code]).toEqual([422, 'wrong_code']);
    expect(await signsInWith(username, newPassword)).toBe(true);
  });

  it('takes the code of one account for no other', async () => {
    const people = peopleOf(accounts().running);
    const [one, other] = [await people.confirmed(), await people.confirmed()];
    await forgot(one);
    await forgot(other);
    const { status, body } = await reset(other, await codeOf(one));
    expect([status, body.code]).toEqual([422, 'wrong_code']);
  });

  it('says what the password policy is, and the code stays good', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    await forgot(username);
    const code = await codeOf(username);
    const { status, body } = await reset(username, code, 'weak');
    expect([status, body.code]).toEqual([422, 'invalid_password']);
    expect(body.fields).toEqual({
      newPassword:
        'The password is too weak. At least 8 characters, with an upper-case letter, a lower-case letter, a number, and a symbol.',
    });
    expect((await reset(username, code)).status).toBe(204);
  });

  it('does not tell by its answers which usernames have an account, and in which state', async () => {
    for (const [kind, username] of Object.entries(await usernames())) {
      const sent = await forgot(username);
      expect([kind, sent.status, sent.body]).toEqual([kind, 202, undefined]);
      const wrong = await reset(username, '000000');
      expect([kind, wrong.status, wrong.body]).toEqual([
        kind,
        422,
        {
          type: '/accounts/docs#wrong_code',
          title: 'Unprocessable Entity',
          status: 422,
          code: 'wrong_code',
          detail: 'This code is not right, or not good any more.',
          requestId: expect.any(String),
          fields: {
            code: 'This code is not right, or not good any more. Check it, or wait some minutes and ask for another one.',
          },
        },
      ]);
      const weak = await reset(username, '000000', 'weak');
      expect([kind, weak.status, weak.body.code]).toEqual([kind, 422, 'invalid_password']);
    }
  });

  it('does not tell it by time', async () => {
    const running = await consoleForTest({
      sandbox: { users: 0 },
      application: {},
      answerStep: 300,
      environment: { TRUST_PROXY: 'true' },
    });
    const { call } = accountsOf(running);
    const timeOf = async (path: string, username: string): Promise<number> => {
      const body = path === '/reset-password' ? { code: '000000', newPassword } : {};
      const start = performance.now();
      await call('POST', path, { username, ...body }, from());
      return performance.now() - start;
    };
    const people = peopleOf(running);
    for (const path of ['/forgot-password', '/reset-password', '/resend']) {
      const rank = await rankOfTimes(10, {
        one: async (round) => timeOf(path, `unknown-${round}`),
        other: async () => timeOf(path, await people.confirmed()),
      });
      expect([path, rank > 0.05 && rank < 0.95]).toEqual([path, true]);
    }
  });
});

describe('Limits of requests without a token', () => {
  it('lets one account be sent so many codes a minute, from any address', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const statuses: number[] = [];
    for (let round = 0; round < 11; round += 1) {
      // Usernames are the same in any case.
      const name = round % 2 === 0 ? username : username.toUpperCase();
      statuses.push((await forgot(name)).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
    const { status, headers, body } = await forgot(username);
    expect([status, body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThan(61);
  });

  it('counts the same for a username without an account', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 11; round += 1) {
      statuses.push((await reset('nobody-to-be-guessed', '000000')).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429]);
  });

  it('lets one address make so many requests a minute, for any accounts', async () => {
    const address = { 'x-forwarded-for': '203.0.113.9' };
    const statuses = new Map<number, number>();
    for (let round = 0; round < 101; round += 1) {
      const body = { username: `guess-${round}`, code: '000000' };
      const { status } = await accounts().call('POST', '/confirm', body, address);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [422, 100],
      [429, 1],
    ]);
  });
});
