import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSignInGateway } from '../../../server/cognito/sign-in/create-sign-in-gateway.ts';
import { accountsForTests } from '../../helpers/accounts.ts';
import { operatorPassword as password } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf, totp } from '../../helpers/second-factors.ts';
import { srpClient } from './steps.ts';

const accounts = accountsForTests();

const post = (path: string, body: object) => accounts().call('POST', path, body);
const answer = (handle: string, more: object) => post('/challenge', { handle, ...more });
const client = (typed = password) => srpClient(typed, accounts().running.sandbox.userPoolId);

/** Lets people of the demo pool sign in with a code, and devices be remembered. */
beforeAll(async () => {
  const { cognito, sandbox } = accounts().running;
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: sandbox.userPoolId,
      MfaConfiguration: 'OPTIONAL',
      DeviceConfiguration: {
        ChallengeRequiredOnNewDevice: true,
        DeviceOnlyRememberedOnUserPrompt: true,
      },
      Policies: {
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] },
      },
    }),
  );
});

describe('authenticate by SRP, the password never leaving the device', () => {
  it('asks for the proof, and signs in', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const own = client();
    const asked = await post('/sign-in/srp', { username, srpA: own.srpA });
    expect(asked.body).toEqual({
      challenge: 'PASSWORD_VERIFIER',
      handle: expect.stringMatching(/^[\w-]{43}$/),
      srpB: expect.stringMatching(/^[\da-f]+$/),
      salt: expect.stringMatching(/^[\da-f]+$/),
      secretBlock: expect.any(String),
      userIdForSrp: username,
      poolName: 'Sandbox01',
    });
    const signedIn = await answer(asked.body.handle, own.prove(asked.body));
    expect([signedIn.status, signedIn.body.tokenType]).toEqual([200, 'Bearer']);
  });

  it('takes an alias, and goes on to a second factor', async () => {
    const { running } = accounts();
    const people = peopleOf(running);
    const username = await people.confirmed();
    const { email } = await people.attributes(username);
    const key = await secondFactorsOf(running).authenticator(username);
    await secondFactorsOf(running).prefer(username, { totp: true }, 'totp');
    const own = client();
    const asked = await post('/sign-in/srp', { username: email, srpA: own.srpA });
    const proved = await answer(asked.body.handle, own.prove(asked.body));
    expect(proved.body.challenge).toBe('SOFTWARE_TOKEN_MFA');
    expect((await answer(proved.body.handle, { code: totp(key) })).status).toBe(200);
  });

  it('refuses the proof of another password, and each handle and proof after its first use', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const wrong = client('Wrong-Password-1');
    const first = await post('/sign-in/srp', { username, srpA: wrong.srpA });
    const proof = wrong.prove(first.body);
    const refused = await answer(first.body.handle, proof);
    expect([refused.status, refused.body.code]).toEqual([401, 'sign_in_failed']);
    expect(refused.body.handle).toBeUndefined();
    const replayed = await answer(first.body.handle, proof);
    expect([replayed.status, replayed.body.code]).toEqual([401, 'handle_expired']);
    const own = client();
    const [one, other] = [
      await post('/sign-in/srp', { username, srpA: own.srpA }),
      await post('/sign-in/srp', { username, srpA: own.srpA }),
    ];
    const crossed = await answer(one.body.handle, own.prove(other.body));
    expect([crossed.status, crossed.body.code]).toEqual([401, 'sign_in_failed']);
  });

  it("does not take another user's proof", async () => {
    const people = peopleOf(accounts().running);
    const [ann, ben] = [await people.confirmed(), await people.confirmed()];
    const own = client();
    const asked = await post('/sign-in/srp', { username: ann, srpA: own.srpA });
    const bens = await post('/sign-in/srp', { username: ben, srpA: own.srpA });
    const refused = await answer(asked.body.handle, own.prove(bens.body));
    expect([refused.status, refused.body.code]).toEqual([401, 'sign_in_failed']);
  });

  it('refuses a value A with which the key would be known, and what is no proof', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    for (const srpA of ['0', '00', 'xyz', '-1', '']) {
      for (const name of [username, 'no-such-user']) {
        const { status, body } = await post('/sign-in/srp', { username: name, srpA });
        expect([srpA, status, body.code]).toEqual([srpA, 422, 'invalid_input']);
      }
    }
    const asked = await post('/sign-in/srp', { username, srpA: client().srpA });
    const lacking = await answer(asked.body.handle, { code: '123456' });
    expect([lacking.status, Object.keys(lacking.body.fields)]).toEqual([422, ['signature']]);
  });
});

describe('sign in with device, step by step', () => {
  it('proves a remembered device after the password', async () => {
    const { running } = accounts();
    const { sandbox } = running;
    const username = await peopleOf(running).confirmed();
    const key = await secondFactorsOf(running).authenticator(username);
    await secondFactorsOf(running).prefer(username, { totp: true }, 'totp');
    const asked = await post('/sign-in', { username, password });
    const signedIn = await answer(asked.body.handle, { code: totp(key) });
    const gateway = createSignInGateway({
      ...sandbox,
      clientId: sandbox.applicationClientId,
      clientSecret: undefined,
      domain: undefined,
    });
    const device = await gateway.confirmDevice(signedIn.body.accessToken, signedIn.body.newDevice, {
      name: 'phone',
      isRemembered: true,
    });
    const start = async () => {
      const own = client();
      const begun = { username, srpA: own.srpA, device: { key: device.key } };
      const first = await post('/sign-in/srp', begun);
      return answer(first.body.handle, own.prove(first.body));
    };
    const proved = await start();
    expect(proved.body).toMatchObject({ challenge: 'DEVICE_SRP_AUTH', deviceKey: device.key });
    const own = client();
    const second = await answer(proved.body.handle, { srpA: own.srpA });
    expect(second.body).toMatchObject({
      challenge: 'DEVICE_PASSWORD_VERIFIER',
      deviceKey: device.key,
    });
    const last = await answer(second.body.handle, own.proveDevice(second.body, device));
    expect([last.status, last.body.tokenType, last.body.newDevice]).toEqual([
      200,
      'Bearer',
      undefined,
    ]);
    const again = await answer((await start()).body.handle, { srpA: own.srpA });
    const stolen = { ...device, password: 'guessed' };
    const refused = await answer(again.body.handle, own.proveDevice(again.body, stolen));
    expect([refused.status, refused.body.code]).toEqual([401, 'sign_in_failed']);
  });

  it('says that the pool does not remember a device, once the password is proven', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const device = { key: 'us-east-1_11111111-2222-4333-8444-555555555555' };
    const own = client();
    const asked = await post('/sign-in/srp', { username, srpA: own.srpA, device });
    const refused = await answer(asked.body.handle, own.prove(asked.body));
    expect([refused.status, refused.body.code]).toEqual([401, 'device_refused']);
  });
});

describe('choice of the first factor', () => {
  it('offers what the pool allows, and takes the password either way', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const asked = await post('/sign-in/choice', { username });
    expect(asked.body).toEqual({
      challenge: 'SELECT_CHALLENGE',
      handle: expect.any(String),
      choices: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP'],
    });
    const chosen = await answer(asked.body.handle, { choice: 'PASSWORD', password });
    expect([chosen.status, chosen.body.tokenType]).toEqual([200, 'Bearer']);
    const own = client();
    const { handle } = (await post('/sign-in/choice', { username })).body;
    const step = await answer(handle, { choice: 'PASSWORD_SRP', srpA: own.srpA });
    expect(step.body.challenge).toBe('PASSWORD_VERIFIER');
    expect((await answer(step.body.handle, own.prove(step.body))).status).toBe(200);
  });

  it('sends a code by email or SMS, at once when it is preferred', async () => {
    const { running } = accounts();
    const username = await peopleOf(running).confirmed({
      phone_number: `+1557${String(Date.now()).slice(-7)}`,
      phone_number_verified: 'true',
    });
    const factors = secondFactorsOf(running);
    const preferred = await post('/sign-in/choice', { username, preferred: 'EMAIL_OTP' });
    expect(preferred.body).toMatchObject({ challenge: 'EMAIL_OTP', destination: 'u***@e***' });
    const code = await factors.sentCode(username);
    const wrong = await answer(preferred.body.handle, { code: '000000' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'wrong_code']);
    expect((await answer(wrong.body.handle, { code })).status).toBe(200);
    const { handle } = (await post('/sign-in/choice', { username })).body;
    const sms = await answer(handle, { choice: 'SMS_OTP' });
    expect(sms.body).toMatchObject({
      challenge: 'SMS_OTP',
      destination: expect.stringMatching(/^\+\*+\d{4}$/),
    });
    const sent = await factors.sentCode(username);
    expect((await answer(sms.body.handle, { code: sent })).status).toBe(200);
  });

  it('refuses what is no choice, and a wrong password', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const { handle } = (await post('/sign-in/choice', { username })).body;
    const none = await answer(handle, { choice: 'WEB_AUTHN' });
    expect([none.status, none.body.code]).toEqual([422, 'invalid_input']);
    const wrong = await answer(none.body.handle, { choice: 'PASSWORD', password: 'Wrong-1234' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'sign_in_failed']);
  });
});
