import { URI } from 'otpauth';
import { afterEach, describe, expect, it } from 'vitest';
import { createSignInGateway } from '../../../server/cognito/sign-in/create-sign-in-gateway.ts';
import { accountsForTests, accountsOf } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { secondFactorsOf, totp } from '../../helpers/second-factors.ts';
import { newUser, password, refusalOf, type SignedInUser } from './signed-in.ts';

const accounts = accountsForTests({ sandbox: { users: 0, code: '123456' } });
const byDefault = {
  MfaConfiguration: 'OPTIONAL',
  SoftwareTokenMfaConfiguration: { Enabled: true },
} as const;

/** Which factors the pool offers until the test is over. */
const poolWith = (settings: Parameters<ReturnType<typeof secondFactorsOf>['ofPool']>[0]) =>
  secondFactorsOf(accounts().running).ofPool({ ...byDefault, ...settings });

afterEach(() => poolWith({}));

/** Sets an authenticator app up by the API; answers its secret. */
async function withAuthenticator(user: SignedInUser): Promise<string> {
  const { secret } = (await user.call('POST', '/me/totp')).body;
  const { status } = await user.call('POST', '/me/totp/verify', { code: totp(secret, -1) });
  expect(status).toBe(204);
  return secret;
}

/** What a sign-in asks for after the password. */
async function challengeOf({ username }: SignedInUser) {
  const { sandbox } = accounts().running;
  const { userPoolId, region, endpoint, applicationClientId: clientId } = sandbox;
  const pool = { userPoolId, region, endpoint, clientId, clientSecret: undefined, jwks: undefined };
  const signIn = createSignInGateway(pool);
  const result = await signIn.signIn(username, password);
  return { signIn, challenge: result.kind === 'challenge' ? result.challenge : undefined };
}

describe('TOTP: associate, verify, preference', () => {
  it('gives a secret as text, as an otpauth URI and as a QR code', async () => {
    const ada = await newUser(accounts());
    const { status, headers, body } = await ada.call('POST', '/me/totp');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(body)).toEqual(['secret', 'uri', 'qrCode']);
    const app = URI.parse(body.uri);
    expect(app).toMatchObject({ issuer: 'sandbox', label: ada.username, digits: 6, period: 30 });
    expect(app.secret.base32).toBe(body.secret);
    expect(body.qrCode).toMatch(/^<svg .*<\/svg>$/s);
    expect(body.qrCode).not.toMatch(/style=|<script|<style/);
  });

  it('is of no effect until a code is verified, and then asked for once it is switched on', async () => {
    const ada = await newUser(accounts());
    const { secret } = (await ada.call('POST', '/me/totp')).body;
    const early = await ada.call('PUT', '/me/mfa', { totp: true });
    expect(refusalOf(early)).toEqual([409, 'totp_not_verified']);
    const wrong = await ada.call('POST', '/me/totp/verify', { code: '000000' });
    expect(refusalOf(wrong)).toEqual([422, 'wrong_code', ['code']]);
    const code = totp(secret, -1);
    const verify = { code, deviceName: 'My “phone” \u202e' };
    expect((await ada.call('POST', '/me/totp/verify', verify)).status).toBe(204);
    expect((await ada.call('GET', '/me/mfa')).body).toEqual({ enabled: [], preferred: null });
    expect((await challengeOf(ada)).challenge).toBeUndefined();
    const on = await ada.call('PUT', '/me/mfa', { totp: true, preferred: 'totp' });
    expect([on.status, on.body]).toEqual([200, { enabled: ['totp'], preferred: 'totp' }]);
    expect((await ada.call('GET', '/me')).body.mfa).toEqual(on.body);
    const { challenge, signIn } = await challengeOf(ada);
    expect(challenge).toMatchObject({
      name: 'SOFTWARE_TOKEN_MFA',
      destination: verify.deviceName,
    });
    if (challenge?.name !== 'SOFTWARE_TOKEN_MFA') throw new Error('Another challenge.');
    expect((await signIn.answerCode(challenge, totp(secret))).kind).toBe('tokens');
  });

  it.each(['12345', '1234567', 'abcdef', "'OR'1'='1", '\u202e123456'])(
    'refuses what is no code: %s',
    async (code) => {
      const ada = await newUser(accounts());
      await ada.call('POST', '/me/totp');
      const reply = await ada.call('POST', '/me/totp/verify', { code });
      expect(refusalOf(reply)).toEqual([422, 'wrong_code', ['code']]);
    },
  );

  it('cannot be verified before it was begun, nor twice', async () => {
    const ada = await newUser(accounts());
    const early = await ada.call('POST', '/me/totp/verify', { code: '123456' });
    expect(refusalOf(early)).toEqual([409, 'totp_not_started']);
    const { secret } = (await ada.call('POST', '/me/totp')).body;
    const code = totp(secret);
    const replies = [
      await ada.call('POST', '/me/totp/verify', { code }),
      await ada.call('POST', '/me/totp/verify', { code }),
    ];
    expect(replies.map(refusalOf)).toEqual([
      [204, undefined],
      [409, 'totp_not_started'],
    ]);
  });

  it('is verified once by two requests at the same moment', async () => {
    const ada = await newUser(accounts());
    const { secret } = (await ada.call('POST', '/me/totp')).body;
    const code = totp(secret);
    const verify = () => ada.call('POST', '/me/totp/verify', { code });
    const replies = await Promise.all([verify(), verify()]);
    expect(replies.map(refusalOf).sort()).toEqual([
      [204, undefined],
      [409, 'totp_not_started'],
    ]);
  });

  it('stops guessing', async () => {
    const ada = await newUser(accounts());
    await ada.call('POST', '/me/totp');
    const codes = [];
    for (let index = 0; index < 11; index += 1) {
      const reply = await ada.call('POST', '/me/totp/verify', { code: `00000${index % 10}` });
      codes.push(reply.body?.code);
    }
    expect(codes).toEqual([...Array(10).fill('wrong_code'), 'too_many_requests']);
  });

  it('is refused where the pool does not offer it', async () => {
    const ada = await newUser(accounts());
    await poolWith({ SoftwareTokenMfaConfiguration: { Enabled: false } });
    expect(refusalOf(await ada.call('POST', '/me/totp'))).toEqual([409, 'not_enabled_in_pool']);
  });
});

describe('preference (TOTP/SMS, which is preferred)', () => {
  const byEmail = { EmailMfaConfiguration: { Subject: 'Code', Message: 'Your code is {####}' } };

  it('chooses among factors, and switches them off one by one', async () => {
    await poolWith(byEmail);
    const ada = await newUser(accounts(), { phone_number: '+15551230001' });
    await withAuthenticator(ada);
    const put = async (wish: object) => (await ada.call('PUT', '/me/mfa', wish)).body;
    expect(await put({ totp: true, sms: true, preferred: 'sms' })).toEqual({
      enabled: ['totp', 'sms'],
      preferred: 'sms',
    });
    expect(await put({ email: true })).toEqual({
      enabled: ['totp', 'sms', 'email'],
      preferred: 'sms',
    });
    expect(await put({ preferred: 'email' })).toEqual({
      enabled: ['totp', 'sms', 'email'],
      preferred: 'email',
    });
    expect(await put({ preferred: null })).toEqual({
      enabled: ['totp', 'sms', 'email'],
      preferred: null,
    });
    expect(await put({ sms: false, preferred: 'totp' })).toEqual({
      enabled: ['totp', 'email'],
      preferred: 'totp',
    });
    expect(await put({ totp: false })).toEqual({ enabled: ['email'], preferred: null });
    expect(await put({ email: false })).toEqual({ enabled: [], preferred: null });
  });

  it('says what is missing', async () => {
    await poolWith(byEmail);
    const ada = await newUser(accounts());
    const put = async (wish: object) => refusalOf(await ada.call('PUT', '/me/mfa', wish));
    expect(await put({ totp: true })).toEqual([409, 'totp_not_verified']);
    expect(await put({ sms: true })).toEqual([409, 'no_phone_number']);
    const noAddress = await newUser(accounts(), { email: '', email_verified: '' });
    expect(refusalOf(await noAddress.call('PUT', '/me/mfa', { email: true }))).toEqual([
      409,
      'no_email_address',
    ]);
  });

  it('is refused for a factor that the pool does not offer', async () => {
    const own = accountsOf(await consoleForTest({ sandbox: { users: 0 }, application: {} }));
    const ada = await newUser(own);
    const reply = await ada.call('PUT', '/me/mfa', { email: true });
    expect(refusalOf(reply)).toEqual([409, 'not_enabled_in_pool']);
  });

  it.each([
    ['a preferred factor that is off', { preferred: 'sms' }, ['preferred']],
    ['a preferred factor that is switched off', { sms: false, preferred: 'sms' }, ['preferred']],
    ['a factor that there is none of', { preferred: 'voice' }, ['preferred']],
    ['a value that is none', { totp: 'yes' }, ['totp']],
  ])('refuses %s', async (_, wish, fields) => {
    const ada = await newUser(accounts());
    const reply = await ada.call('PUT', '/me/mfa', wish);
    expect(refusalOf(reply)).toEqual([422, 'invalid_input', fields]);
  });

  it('keeps the last factor on where the pool requires one', async () => {
    const own = accountsOf(await consoleForTest({ sandbox: { users: 0 }, application: {} }));
    const ada = await newUser(own, { phone_number: '+15551230002' });
    await withAuthenticator(ada);
    await ada.call('PUT', '/me/mfa', { totp: true, preferred: 'totp' });
    await secondFactorsOf(own.running).ofPool({ ...byDefault, MfaConfiguration: 'ON' });
    const off = await ada.call('PUT', '/me/mfa', { totp: false });
    expect(refusalOf(off)).toEqual([409, 'mfa_required']);
    const swapped = await ada.call('PUT', '/me/mfa', { totp: false, sms: true });
    expect(swapped.body).toEqual({ enabled: ['sms'], preferred: null });
  });
});
