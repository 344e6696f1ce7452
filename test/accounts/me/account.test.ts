import { describe, expect, it } from 'vitest';
import { accountsForTests } from '../../helpers/accounts.ts';
import { peopleOf } from '../../helpers/people.ts';
import { newUser, password, refusalOf, signIn } from './signed-in.ts';

let minutesPassed = 0;
const lines: string[] = [];
const accounts = accountsForTests({
  now: () => new Date(Date.now() + minutesPassed * 60_000),
  environment: { LOG_LEVEL: 'trace' },
  log: (line) => lines.push(line),
});
const newPassword = 'Other-5678-Secret';

describe('change password', () => {
  it('sets the new one, with which alone the next sign-in works', async () => {
    const ada = await newUser(accounts());
    const change = { currentPassword: password, newPassword };
    const { status, body } = await ada.call('POST', '/me/password', change);
    expect([status, body]).toEqual([204, undefined]);
    await expect(signIn(accounts(), ada.username)).rejects.toThrow(
      'Incorrect username or password',
    );
    expect((await signIn(accounts(), ada.username, newPassword)).accessToken).not.toBe('');
  });

  it('refuses a wrong current password, and says which field it is', async () => {
    const ada = await newUser(accounts());
    for (const currentPassword of ['Wrong-1234', 'x', ' ']) {
      const reply = await ada.call('POST', '/me/password', { currentPassword, newPassword });
      expect(refusalOf(reply)).toEqual([422, 'wrong_password', ['currentPassword']]);
    }
  });

  it.each([
    ['Ab1!', 'longer'],
    ['sandbox-1234', 'upper-case letter'],
    ['SANDBOX-1234', 'lower-case letter'],
    ['Sandbox-abcd', 'number'],
    ['Sandbox1234', 'symbol'],
  ])('password policy errors explained clearly: %s', async (weak, demand) => {
    const ada = await newUser(accounts());
    const change = { currentPassword: password, newPassword: weak };
    const reply = await ada.call('POST', '/me/password', change);
    expect(refusalOf(reply)).toEqual([422, 'invalid_password', ['newPassword']]);
    expect(reply.body.fields.newPassword).toContain(demand);
  });

  it('limits guessing, and counts neither successes nor weak new passwords', async () => {
    const ada = await newUser(accounts());
    const attempt = async (currentPassword: string, proposed: string): Promise<string> =>
      (await ada.call('POST', '/me/password', { currentPassword, newPassword: proposed })).body
        ?.code;
    for (let index = 0; index < 12; index += 1) {
      expect(await attempt(password, 'weak')).toBe('invalid_password');
    }
    const codes = [];
    for (let index = 0; index < 11; index += 1) codes.push(await attempt('Wrong-1234', password));
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('wrong_password'));
    expect(codes.at(-1)).toBe('too_many_requests');
    expect(await attempt(password, newPassword)).toBe('too_many_requests');
    const eve = await newUser(accounts());
    const other = { currentPassword: password, newPassword };
    expect((await eve.call('POST', '/me/password', other)).status).toBe(204);
  });

  it('counts attempts that are made at the same moment', async () => {
    const ada = await newUser(accounts());
    const wrong = { currentPassword: 'Wrong-1234', newPassword };
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => ada.call('POST', '/me/password', wrong)),
    );
    const limited = replies.filter(({ body }) => body.code === 'too_many_requests');
    expect(limited).toHaveLength(10);
  });

  it('logs neither passwords nor tokens', async () => {
    const ada = await newUser(accounts());
    await ada.call('POST', '/me/password', { currentPassword: 'Wrong-9876', newPassword });
    await ada.call('POST', '/me/password', { currentPassword: password, newPassword });
    expect(lines.length).toBeGreaterThan(0);
    const log = lines.join('\n');
    for (const secret of ['Wrong-9876', newPassword, ada.accessToken, password]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('log out everywhere', () => {
  it('revokes the tokens of every sign-in', async () => {
    const ada = await newUser(accounts());
    const elsewhere = await signIn(accounts(), ada.username);
    expect((await ada.call('POST', '/me/sign-out-everywhere')).status).toBe(204);
    for (const user of [ada, elsewhere]) {
      expect(refusalOf(await user.call('GET', '/me'))).toEqual([401, 'token_revoked']);
    }
    const again = await signIn(accounts(), ada.username);
    expect((await again.call('GET', '/me')).status).toBe(200);
  });
});

describe('delete own account', () => {
  it('takes a recent sign-in, and then the account is gone', async () => {
    const ada = await newUser(accounts());
    minutesPassed = 16;
    const late = await ada.call('DELETE', '/me');
    minutesPassed = 0;
    expect(refusalOf(late)).toEqual([401, 'recent_sign_in_required']);
    expect((await ada.call('GET', '/me')).status).toBe(200);
    minutesPassed = 14;
    const reply = await ada.call('DELETE', '/me');
    minutesPassed = 0;
    expect(reply.status).toBe(204);
    expect(refusalOf(await ada.call('GET', '/me'))).toEqual([401, 'token_revoked']);
    await expect(peopleOf(accounts().running).get(ada.username)).rejects.toThrow(
      'User does not exist',
    );
  });

  it('twice at the same moment deletes it once', async () => {
    const ada = await newUser(accounts());
    const replies = await Promise.all([ada.call('DELETE', '/me'), ada.call('DELETE', '/me')]);
    expect(replies.map(refusalOf).sort()).toEqual([
      [204, undefined],
      [401, 'token_revoked'],
    ]);
  });
});
