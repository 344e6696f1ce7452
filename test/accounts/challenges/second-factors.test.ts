import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSignInGateway } from '../../../server/cognito/sign-in/create-sign-in-gateway.ts';
import { accountsForTests, accountsOf } from '../../helpers/accounts.ts';
import { consoleForTest, operatorPassword as password } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf, totp } from '../../helpers/second-factors.ts';

const accounts = accountsForTests();

const signIn = (username: string, more: object = {}) =>
  accounts().call('POST', '/sign-in', { username, password, ...more });
const answer = (handle: string, more: object) =>
  accounts().call('POST', '/challenge', { handle, ...more });

beforeAll(async () => {
  const { running } = accounts();
  await secondFactorsOf(running).ofPool({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::1:role/sms' } },
    EmailMfaConfiguration: {},
  });
});

async function withAuthenticator() {
  const { running } = accounts();
  const username = await peopleOf(running).confirmed();
  const key = await secondFactorsOf(running).authenticator(username);
  await secondFactorsOf(running).prefer(username, { totp: true }, 'totp');
  return { username, key };
}

describe('TOTP: answer the challenge, on a later, separate request', () => {
  it('signs in with the code of the authenticator', async () => {
    const { username, key } = await withAuthenticator();
    const asked = await signIn(username);
    expect(asked.body).toEqual({
      challenge: 'SOFTWARE_TOKEN_MFA',
      handle: expect.stringMatching(/^[\w-]{43}$/),
      destination: expect.any(String),
    });
    const wrong = await answer(asked.body.handle, { code: '000000' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'wrong_code']);
    expect(wrong.body.fields.code).toBeTruthy();
    const right = await answer(wrong.body.handle, { code: totp(key) });
    expect([right.status, right.body.tokenType]).toEqual([200, 'Bearer']);
  });

  it('takes each handle once, though the answer was right or none at all', async () => {
    const { username, key } = await withAuthenticator();
    const { handle } = (await signIn(username)).body;
    const nonsense = await answer(handle, { code: 'abc' });
    expect([nonsense.status, nonsense.body.code]).toEqual([422, 'invalid_input']);
    const replayed = await answer(handle, { code: totp(key) });
    expect([replayed.status, replayed.body.code]).toEqual([401, 'handle_expired']);
    const next = nonsense.body.handle;
    const both = await Promise.all([
      answer(next, { code: totp(key) }),
      answer(next, { code: totp(key) }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it("does not take another user's code, nor an answer to another challenge", async () => {
    const [ann, ben] = [await withAuthenticator(), await withAuthenticator()];
    const asked = await signIn(ann.username);
    const foreign = await answer(asked.body.handle, { code: totp(ben.key) });
    expect([foreign.status, foreign.body.code]).toEqual([422, 'wrong_code']);
    const other = { newPassword: 'Chosen-12345', factor: 'SMS_MFA', choice: 'PASSWORD', password };
    const skipped = await answer(foreign.body.handle, other);
    expect([skipped.status, skipped.body.code]).toEqual([422, 'invalid_input']);
    expect(Object.keys(skipped.body.fields)).toEqual(['code']);
    expect((await answer(skipped.body.handle, { code: totp(ann.key) })).status).toBe(200);
  });

  it('does not take the handle of another application', async () => {
    const own = accountsOf(
      await consoleForTest({
        sandbox: { users: 0 },
        application: {},
        moreApplications: [{ name: 'other' }],
      }),
    );
    const username = await peopleOf(own.running).invited();
    const asked = await own.call('POST', '/apps/other/sign-in', { username, password });
    const given = { handle: asked.body.handle, newPassword: 'Chosen-12345' };
    const foreign = await own.call('POST', '/challenge', given);
    expect([foreign.status, foreign.body.code]).toEqual([401, 'handle_expired']);
    const again = await own.call('POST', '/apps/other/sign-in', { username, password });
    const right = { handle: again.body.handle, newPassword: 'Chosen-12345' };
    expect((await own.call('POST', '/apps/other/challenge', right)).status).toBe(200);
  });

  it('ends after three wrong codes', async () => {
    const { username, key } = await withAuthenticator();
    let { handle } = (await signIn(username)).body;
    for (const code of ['000000', '000001', '000002']) {
      const wrong = await answer(handle, { code });
      expect([wrong.status, wrong.body.code]).toEqual([422, 'wrong_code']);
      handle = wrong.body.handle;
    }
    const late = await answer(handle, { code: totp(key) });
    expect([late.status, late.body.code]).toEqual([401, 'handle_expired']);
    expect(late.body.handle).toBeUndefined();
  });
});

describe('SMS challenge likewise', () => {
  it('signs in with the code of the message', async () => {
    const { running } = accounts();
    const factors = secondFactorsOf(running);
    const username = await peopleOf(running).confirmed({
      phone_number: `+1555${String(Date.now()).slice(-7)}`,
      phone_number_verified: 'true',
    });
    await factors.prefer(username, { sms: true }, 'sms');
    const asked = await signIn(username);
    expect(asked.body).toMatchObject({
      challenge: 'SMS_MFA',
      destination: expect.stringMatching(/^\+\*+\d{4}$/),
    });
    const sent = await factors.sentCode(username);
    const code = `${sent.slice(0, 3)} ${sent.slice(3)}`;
    expect((await answer(asked.body.handle, { code })).status).toBe(200);
  });
});

describe('email challenge likewise', () => {
  it('signs in with the code of the message, on a later, separate request', async () => {
    const { running } = accounts();
    const factors = secondFactorsOf(running);
    const username = await peopleOf(running).confirmed();
    await factors.prefer(username, { email: true }, 'email');
    const asked = await signIn(username);
    expect(asked.body).toMatchObject({
      challenge: 'EMAIL_OTP',
      destination: expect.stringMatching(/^.\*+@.\*+/),
    });
    const code = await factors.sentCode(username);
    const wrong = await answer(asked.body.handle, {
      code: code === '000000' ? '111111' : '000000',
    });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'wrong_code']);
    expect((await answer(wrong.body.handle, { code })).status).toBe(200);
  });
});

describe('choice of a second factor', () => {
  it('asks which one, and then for its code', async () => {
    const { running } = accounts();
    const factors = secondFactorsOf(running);
    const username = await peopleOf(running).confirmed({
      phone_number: `+1556${String(Date.now()).slice(-7)}`,
      phone_number_verified: 'true',
    });
    const key = await factors.authenticator(username);
    await factors.prefer(username, { totp: true, sms: true });
    const asked = await signIn(username);
    expect(asked.body.challenge).toBe('SELECT_MFA_TYPE');
    expect([...asked.body.factors].sort()).toEqual(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);
    const none = await answer(asked.body.handle, { factor: 'EMAIL_OTP' });
    expect([none.status, none.body.code]).toEqual([422, 'invalid_input']);
    const chosen = await answer(none.body.handle, { factor: 'SOFTWARE_TOKEN_MFA' });
    expect(chosen.body.challenge).toBe('SOFTWARE_TOKEN_MFA');
    expect((await answer(chosen.body.handle, { code: totp(key) })).status).toBe(200);
  });
});

describe('MFA_SETUP', () => {
  it('shows the key, its address and a QR code without scripts, and signs in', async () => {
    const own = accountsOf(await consoleForTest({ sandbox: { users: 0 }, application: {} }));
    await secondFactorsOf(own.running).ofPool({
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const username = await peopleOf(own.running).confirmed();
    const asked = await own.call('POST', '/sign-in', { username, password });
    const { challenge, handle, secret, uri, qrCode } = asked.body;
    expect(challenge).toBe('MFA_SETUP');
    expect(secret).toMatch(/^[A-Z2-7]+$/);
    expect(uri).toBe(`otpauth://totp/sandbox:${username}?secret=${secret}&issuer=sandbox`);
    expect(qrCode).toMatch(/^<svg [^>]*>/);
    expect(qrCode).not.toMatch(/script|href|on\w+=|style=/i);
    const wrong = await own.call('POST', '/challenge', { handle, code: '000000' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'wrong_code']);
    const right = { handle: wrong.body.handle, code: totp(secret) };
    expect((await own.call('POST', '/challenge', right)).status).toBe(200);
  });
});

describe('sign in with device', () => {
  it('lets a remembered device stand in for the second factor', async () => {
    const { running } = accounts();
    const { sandbox, cognito } = running;
    await cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: sandbox.userPoolId,
        DeviceConfiguration: {
          ChallengeRequiredOnNewDevice: true,
          DeviceOnlyRememberedOnUserPrompt: true,
        },
        MfaConfiguration: 'OPTIONAL',
      }),
    );
    const { username, key } = await withAuthenticator();
    const first = await answer((await signIn(username)).body.handle, { code: totp(key) });
    expect(first.body.newDevice).toEqual({ key: expect.any(String), groupKey: expect.any(String) });
    const gateway = createSignInGateway({
      ...sandbox,
      clientId: sandbox.applicationClientId,
      clientSecret: undefined,
      domain: undefined,
    });
    const device = await gateway.confirmDevice(first.body.accessToken, first.body.newDevice, {
      name: 'phone',
      isRemembered: true,
    });
    for (const flow of ['srp', 'password']) {
      const { status, body } = await signIn(username, { device, flow });
      expect([status, body.tokenType, body.newDevice]).toEqual([200, 'Bearer', undefined]);
    }
    const stolen = await signIn(username, { device: { ...device, password: 'guessed' } });
    expect(stolen.body.challenge).toBe('SOFTWARE_TOKEN_MFA');
  });
});
