import { describe, expect, it } from 'vitest';
import { accountsForTests } from '../../helpers/accounts.ts';
import { messagesTo } from '../../helpers/outbox.ts';
import { peopleOf } from '../../helpers/people.ts';

const password = 'Sandbox-1234';
const accounts = accountsForTests({
  application: { attributeNames: { fullName: 'name', plan: 'custom:plan' } },
});

let number = 0;
/** A username that is free. */
function freeName(): string {
  number += 1;
  return `newcomer-${number}`;
}

function signUp(body: Record<string, unknown>) {
  return accounts().call('POST', '/sign-up', body);
}

describe('register with base and custom attributes', () => {
  it('creates an account with the attributes and says where the code went', async () => {
    const username = freeName();
    const attributes = {
      email: 'ada@example.com',
      fullName: 'Ada Lovelace',
      plan: 'free',
      'custom:seats': '3',
      locale: '',
    };
    const { status, body } = await signUp({ username, password, attributes });
    expect(status).toBe(201);
    expect(body).toEqual({
      isConfirmed: false,
      codeDelivery: { attribute: 'email', destination: 'a***@e***', medium: 'email' },
    });
    expect(await peopleOf(accounts().running).attributes(username)).toMatchObject({
      email: 'ada@example.com',
      email_verified: 'false',
      name: 'Ada Lovelace',
      'custom:plan': 'free',
      'custom:seats': '3',
    });
  });

  it('creates one without attributes, which the pool has nowhere to send a code to', async () => {
    const { status, body } = await signUp({ username: freeName(), password });
    expect([status, body]).toEqual([201, { isConfirmed: false }]);
  });

  it("says beside each attribute, by its name in the API, what the pool's schema refuses", async () => {
    const { status, body } = await signUp({
      username: freeName(),
      password,
      attributes: {
        email: 'nowhere',
        phone_number: '0151 1234',
        birthdate: 'yesterday',
        plan: 'x'.repeat(33),
        'custom:seats': '10001',
        'custom:tenant': '',
        'custom:unknown': 'x',
        email_verified: 'true',
        sub: 'x',
        'dev:custom:x': 'x',
        'cognito:mfa_enabled': 'x',
      },
    });
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    const absent = 'There is no such attribute.';
    expect(body.fields).toEqual({
      'attributes.email': 'Enter an email address such as name@example.com.',
      'attributes.phone_number':
        'Enter the phone number with its country code and digits only, such as +15551234567.',
      'attributes.birthdate': 'Enter the date as YYYY-MM-DD.',
      'attributes.plan': 'This can have at most 32 characters.',
      'attributes.custom:seats': 'This must be 10000 or less.',
      'attributes.custom:unknown': absent,
      'attributes.email_verified': absent,
      'attributes.sub': absent,
      'attributes.dev:custom:x': absent,
      'attributes.cognito:mfa_enabled': absent,
    });
  });

  it("refuses the pool's own name of an attribute that the API calls otherwise", async () => {
    const { status, body } = await signUp({
      username: freeName(),
      password,
      attributes: { name: 'Ada' },
    });
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(body.fields).toEqual({ 'attributes.name': 'There is no such attribute.' });
  });

  it.each([
    ['an email address', 'ada@example.com'],
    ['a phone number', '+15551234567'],
    ['one with a space', 'ada lovelace'],
    ['one with a control character', 'ada\u0000'],
    ['half a surrogate pair', 'ada\ud83d'],
  ])('refuses as username %s, in this pool', async (_, username) => {
    const { status, body } = await signUp({ username, password });
    expect([status, body.code, Object.keys(body.fields)]).toEqual([
      422,
      'invalid_input',
      ['username'],
    ]);
  });

  it('names the members of the body that are missing, too long or not known', async () => {
    const { status, body } = await signUp({
      username: 'x'.repeat(129),
      attributes: { email: 7 },
      role: 'admin',
    });
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(Object.keys(body.fields).sort()).toEqual([
      'attributes.email',
      'password',
      'role',
      'username',
    ]);
  });
});

describe('password policy errors explained clearly', () => {
  const policy =
    'At least 8 characters, with an upper-case letter, a lower-case letter, a number, and a symbol.';

  it.each(['short', 'all-lower-case-1', 'ALL-UPPER-CASE-1', 'No-Numbers', 'NoSymbols123'])(
    'says of %s what the policy is',
    async (weak) => {
      const { status, body } = await signUp({ username: freeName(), password: weak });
      expect([status, body.code]).toEqual([422, 'invalid_password']);
      expect(body.fields).toEqual({ password: `The password is too weak. ${policy}` });
    },
  );

  it('refuses a password that begins or ends with a space', async () => {
    const { status, body } = await signUp({ username: freeName(), password: ` ${password}` });
    expect([status, body.code]).toEqual([422, 'invalid_password']);
    expect(body.fields.password).toBe('The password must not begin or end with a space.');
  });
});

describe('confirm sign-up, resend code', () => {
  async function unconfirmed(): Promise<string> {
    const username = freeName();
    const attributes = { email: `${username}@example.com` };
    expect((await signUp({ username, password, attributes })).status).toBe(201);
    return username;
  }
  const newestCode = async (username: string): Promise<string> =>
    (await messagesTo(accounts().running, username))[0]?.secret ?? '';
  const confirm = (username: string, code: string) =>
    accounts().call('POST', '/confirm', { username, code });

  it('confirms with the code that was sent, once', async () => {
    const username = await unconfirmed();
    const { UserStatus } = await peopleOf(accounts().running).get(username);
    expect(UserStatus).toBe('UNCONFIRMED');
    const code = await newestCode(username);
    const reply = await confirm(username, code);
    expect([reply.status, reply.body]).toEqual([204, undefined]);
    const user = await peopleOf(accounts().running).get(username);
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(await peopleOf(accounts().running).attributes(username)).toMatchObject({
      email_verified: 'true',
    });
    const again = await confirm(username, code);
    expect([again.status, again.body.code]).toEqual([422, 'wrong_code']);
  });

  it('sends another code, after which the first is wrong', async () => {
    const username = await unconfirmed();
    const first = await newestCode(username);
    const { status, body } = await accounts().call('POST', '/resend', { username });
    expect([status, body]).toEqual([202, undefined]);
    const second = await newestCode(username);
    expect((await messagesTo(accounts().running, username)).length).toBe(2);
    const reply = await confirm(username, first);
    expect([reply.status, reply.body.code]).toEqual([422, 'wrong_code']);
    expect((await confirm(username, second)).status).toBe(204);
  });

  it('answers a wrong code, an unknown username and a confirmed account the same', async () => {
    const username = await unconfirmed();
    const confirmed = await peopleOf(accounts().running).confirmed();
    const answers: unknown[] = [];
    for (const name of [username, confirmed, 'nobody-of-this-name']) {
      const { status, body } = await confirm(name, '000000');
      const { requestId: _id, ...problem } = body;
      answers.push({ status, problem });
    }
    expect(answers[0]).toMatchObject({ status: 422, problem: { code: 'wrong_code' } });
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toEqual(answers[2]);
  });

  it('answers a request for another code the same for any username', async () => {
    const confirmed = await peopleOf(accounts().running).confirmed();
    for (const username of [await unconfirmed(), confirmed, 'nobody-of-this-name', 'a b']) {
      const { status, body } = await accounts().call('POST', '/resend', { username });
      expect([status, body]).toEqual([202, undefined]);
    }
  });
});
