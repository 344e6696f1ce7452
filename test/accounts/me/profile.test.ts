import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accountsForTests, openApiOf } from '../../helpers/accounts.ts';
import { peopleOf } from '../../helpers/people.ts';
import { newUser, password, refusalOf, signIn } from './signed-in.ts';

const accounts = accountsForTests({
  sandbox: { users: 0, code: '123456' },
  application: { attributeNames: { fullName: 'name', mobile: 'phone_number' } },
});

describe('get own user, with attribute mapping to display names', () => {
  it('answers attributes by the names of the application', async () => {
    const ada = await newUser(accounts(), {
      name: 'Ada Lovelace',
      phone_number: '+15551230001',
      'custom:tenant': 'acme',
    });
    const { status, body } = await ada.call('GET', '/me');
    expect(status).toBe(200);
    expect(body).toEqual({
      username: ada.username,
      sub: expect.stringMatching(/^[\da-f-]{36}$/),
      attributes: {
        email: `${ada.username}@example.com`,
        fullName: 'Ada Lovelace',
        mobile: '+15551230001',
        'custom:tenant': 'acme',
      },
      verified: { email: true, mobile: false },
      mfa: { enabled: [], preferred: null },
      groups: [],
    });
  });

  it('names the groups of the access token', async () => {
    const { running } = accounts();
    const people = peopleOf(running);
    const username = await people.confirmed();
    await people.addToGroup(username, 'pool-admins');
    const { body } = await (await signIn(accounts(), username)).call('GET', '/me');
    expect(body.groups).toEqual(['pool-admins']);
  });
});

describe('update profile', () => {
  it('changes some attributes, removes others, and leaves the rest', async () => {
    const ada = await newUser(accounts(), { name: 'Ada', nickname: 'A', 'custom:plan': 'free' });
    const attributes = { fullName: 'Ada "Countess" O’Neil \u202e', nickname: null };
    const { status, body } = await ada.call('PATCH', '/me', { attributes });
    expect(status).toBe(200);
    expect(body.codeDeliveries).toEqual([]);
    expect(body.me.attributes).toEqual({
      email: `${ada.username}@example.com`,
      fullName: attributes.fullName,
      'custom:plan': 'free',
    });
    expect((await ada.call('GET', '/me')).body).toEqual(body.me);
  });

  it('removes attributes when it changes none', async () => {
    const ada = await newUser(accounts(), { nickname: 'A', 'custom:plan': 'free' });
    const { status, body } = await ada.call('PATCH', '/me', {
      attributes: { nickname: null, 'custom:plan': null },
    });
    expect(status).toBe(200);
    expect(body.me.attributes).toEqual({ email: `${ada.username}@example.com` });
  });

  it('says for each attribute why the pool refuses it, and changes nothing then', async () => {
    const ada = await newUser(accounts(), { name: 'Ada' });
    const refused = await ada.call('PATCH', '/me', {
      attributes: {
        fullName: 'Eve',
        'custom:seats': 'many',
        'custom:plan': 'x'.repeat(33),
      },
    });
    expect(refusalOf(refused)).toEqual([
      422,
      'invalid_parameter',
      ['attributes.custom:seats', 'attributes.custom:plan'],
    ]);
    expect((await ada.call('GET', '/me')).body.attributes.fullName).toBe('Ada');
  });

  it.each([
    ['an attribute that the pool does not have', { 'custom:nothing': 'x' }, 'custom:nothing'],
    ['a phone number of no known form', { mobile: '0555' }, 'mobile'],
    ['a name that the application gives to another', { name: 'x' }, 'name'],
    ['the flag of a verified address', { email_verified: 'true' }, 'email_verified'],
    ['the ID of the account', { sub: 'x' }, 'sub'],
    ['linked identities', { identities: '[]' }, 'identities'],
  ])('refuses %s', async (_, attributes, field) => {
    const ada = await newUser(accounts());
    const { status, body } = await ada.call('PATCH', '/me', { attributes });
    expect([status, Object.keys(body.fields)]).toEqual([422, [`attributes.${field}`]]);
  });

  it.each([
    ['nothing to change', { attributes: {} }],
    ['no attributes', {}],
    ['a member that it does not know', { attributes: { nickname: 'a' }, username: 'eve' }],
    ['a value that is no text', { attributes: { nickname: 5 } }],
    ['a value that is too long', { attributes: { nickname: 'x'.repeat(2049) } }],
    ['a list', []],
  ])('refuses a body with %s', async (_, body) => {
    const ada = await newUser(accounts());
    const reply = await ada.call('PATCH', '/me', body);
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_input']);
  });

  it('refuses the email address that another account signs in with', async () => {
    const [ada, eve] = [await newUser(accounts()), await newUser(accounts())];
    const taken = { attributes: { email: `${ada.username}@example.com` } };
    const reply = await eve.call('PATCH', '/me', taken);
    // The pool finds out when the address is verified.
    expect(reply.status).toBe(200);
    const verified = await eve.call('POST', '/me/attributes/email/verify', { code: '123456' });
    expect(refusalOf(verified)).toEqual([409, 'alias_exists']);
  });
});

describe('send verification for e-mail or phone, verify it', () => {
  it('shows the e-mail-verified flag before and after', async () => {
    const ada = await newUser(accounts(), { email_verified: 'false' });
    expect((await ada.call('GET', '/me')).body.verified).toEqual({ email: false });
    const sent = await ada.call('POST', '/me/attributes/email/code');
    expect(sent.status).toBe(202);
    expect(sent.body.codeDelivery).toEqual({
      destination: expect.stringMatching(/^u\*\*\*@e\*\*\*$/),
      medium: 'email',
      attribute: 'email',
    });
    const verified = await ada.call('POST', '/me/attributes/email/verify', { code: '123456' });
    expect([verified.status, verified.body]).toEqual([204, undefined]);
    expect((await ada.call('GET', '/me')).body.verified).toEqual({ email: true });
    expect((await ada.call('GET', '/me/userinfo')).body.email_verified).toBe(true);
  });

  it('verifies a phone number by its name in the application', async () => {
    const ada = await newUser(accounts(), { phone_number: '+15551230002' });
    const sent = await ada.call('POST', '/me/attributes/mobile/code');
    expect([sent.status, sent.body.codeDelivery.medium]).toEqual([202, 'sms']);
    expect(sent.body.codeDelivery.attribute).toBe('mobile');
    const code = { code: '123456' };
    expect((await ada.call('POST', '/me/attributes/mobile/verify', code)).status).toBe(204);
    expect((await ada.call('GET', '/me')).body.verified.mobile).toBe(true);
  });

  it('sends a code to an address that changes, which is unverified until it is entered', async () => {
    const ada = await newUser(accounts());
    const email = `new-${ada.username}@example.org`;
    const { body } = await ada.call('PATCH', '/me', { attributes: { email } });
    expect(body.codeDeliveries).toMatchObject([{ medium: 'email', attribute: 'email' }]);
    expect(body.me.verified).toEqual({ email: false });
  });

  it('limits how many addresses are sent a code', async () => {
    const ada = await newUser(accounts());
    const codes = [];
    for (let index = 0; index < 11; index += 1) {
      const attributes = { email: `victim${index}@example.org` };
      codes.push((await ada.call('PATCH', '/me', { attributes })).body.code);
    }
    expect(codes.at(-1)).toBe('too_many_requests');
    const harmless = { attributes: { nickname: 'Ada' } };
    expect((await ada.call('PATCH', '/me', harmless)).status).toBe(200);
  });

  it('refuses a wrong code, one that was used, and one that was never sent', async () => {
    const ada = await newUser(accounts(), { email_verified: 'false' });
    const verify = async (code: string) =>
      refusalOf(await ada.call('POST', '/me/attributes/email/verify', { code }));
    expect(await verify('123456')).toEqual([422, 'code_expired', ['code']]);
    await ada.call('POST', '/me/attributes/email/code');
    expect(await verify('654321')).toEqual([422, 'wrong_code', ['code']]);
    expect(await verify('not-a-code')).toEqual([422, 'wrong_code', ['code']]);
    expect(await verify('123456')).toEqual([204, undefined]);
    expect(await verify('123456')).toEqual([422, 'code_expired', ['code']]);
  });

  it('stops guessing', async () => {
    const ada = await newUser(accounts(), { email_verified: 'false' });
    await ada.call('POST', '/me/attributes/email/code');
    const codes = Array.from({ length: 11 }, (_, index) => `00000${index}`.slice(-6));
    const replies = [];
    for (const code of codes) {
      replies.push(await ada.call('POST', '/me/attributes/email/verify', { code }));
    }
    expect(replies.map(({ body }) => body.code)).toEqual([
      ...Array(5).fill('wrong_code'),
      ...Array(5).fill('too_many_attempts'),
      'too_many_requests',
    ]);
    const last = replies.at(-1);
    expect([last?.status, Number(last?.headers.get('retry-after'))]).toEqual([
      429,
      expect.any(Number),
    ]);
  });

  it('refuses attributes without a code, and addresses that the account does not have', async () => {
    const ada = await newUser(accounts());
    const unknown = await ada.call('POST', '/me/attributes/fullName/code');
    expect(refusalOf(unknown)).toEqual([404, 'attribute_not_verifiable']);
    const hidden = await ada.call('POST', '/me/attributes/phone_number/code');
    expect(refusalOf(hidden)).toEqual([404, 'attribute_not_verifiable']);
    const missing = await ada.call('POST', '/me/attributes/mobile/code');
    expect(refusalOf(missing)).toEqual([409, 'no_such_contact']);
  });
});

describe('userinfo', () => {
  it('answers the standard claims of OpenID Connect', async () => {
    const ada = await newUser(accounts(), {
      name: 'Ada Lovelace',
      phone_number: '+15551230003',
      address: '12 St James’s Square\nLondon',
      'custom:tenant': 'acme',
      updated_at: '1790000000',
    });
    const { status, body } = await ada.call('GET', '/me/userinfo');
    expect(status).toBe(200);
    expect(body).toEqual({
      sub: expect.stringMatching(/^[\da-f-]{36}$/),
      name: 'Ada Lovelace',
      email: `${ada.username}@example.com`,
      email_verified: true,
      phone_number: '+15551230003',
      phone_number_verified: false,
      address: { formatted: '12 St James’s Square\nLondon' },
      updated_at: 1790000000,
    });
  });
});

describe('a token that the pool no longer accepts', () => {
  it.each([
    ['after a sign-out everywhere', AdminUserGlobalSignOutCommand],
    ['of a disabled user', AdminDisableUserCommand],
  ])('%s is answered as revoked', async (_, Command) => {
    const { cognito, sandbox } = accounts().running;
    const ada = await newUser(accounts());
    const target = { UserPoolId: sandbox.userPoolId, Username: ada.username };
    await cognito.send(new Command(target));
    for (const [method, path, body] of [
      ['GET', '/me'],
      ['PATCH', '/me', { attributes: { nickname: 'x' } }],
      ['GET', '/me/userinfo'],
      ['POST', '/me/attributes/email/code'],
      ['POST', '/me/attributes/email/verify', { code: '1' }],
      ['POST', '/me/password', { currentPassword: password, newPassword: 'Sandbox-5678' }],
      ['POST', '/me/sign-out-everywhere'],
      ['DELETE', '/me'],
    ] as const) {
      expect([path, refusalOf(await ada.call(method, path, body))]).toEqual([
        path,
        [401, 'token_revoked'],
      ]);
    }
  });

  it('of a deleted user is answered as revoked', async () => {
    const ada = await newUser(accounts());
    await peopleOf(accounts().running).remove(ada.username);
    expect(refusalOf(await ada.call('GET', '/me'))).toEqual([401, 'token_revoked']);
  });
});

describe('The account API', () => {
  it('describes the operations on the own account', async () => {
    const { paths } = await openApiOf(accounts().running);
    const operation = paths['/accounts/v1/me'].patch;
    expect(operation.operationId).toBe('updateMe');
    expect(operation.security).toEqual([{ accessToken: [] }]);
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining(['200', '401', '422', 'default']),
    );
  });
});
