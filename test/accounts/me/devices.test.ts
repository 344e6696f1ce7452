import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, it } from 'vitest';
import { createSignInGateway } from '../../../server/cognito/sign-in/create-sign-in-gateway.ts';
import { verifierFor } from '../../../server/cognito/sign-in/srp/exchange.ts';
import { accountsForTests } from '../../helpers/accounts.ts';
import { secondFactorsOf } from '../../helpers/second-factors.ts';
import { newUser, password, refusalOf, type SignedInUser, signIn } from './signed-in.ts';

const accounts = accountsForTests();

function gateway() {
  const { sandbox } = accounts().running;
  const { userPoolId, region, endpoint, applicationClientId: clientId } = sandbox;
  const pool = { userPoolId, region, endpoint, clientId, clientSecret: undefined, jwks: undefined };
  return createSignInGateway(pool);
}

const onlyDevice = async (user: SignedInUser) =>
  (await user.call('GET', '/me/devices')).body.devices[0];

describe('remembered devices: confirm, remember or not, sign in with device, forget', () => {
  it('takes key and group key from the sign-in, and confirms the device', async () => {
    const ada = await newUser(accounts());
    expect((await ada.call('GET', '/me/devices')).body).toEqual({ devices: [] });
    const reply = await ada.call('POST', '/me/devices', { ...ada.newDevice, name: 'Laptop' });
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({
      device: {
        ...ada.newDevice,
        password: expect.stringMatching(/^[\w+/]{54}=*$/),
        isRemembered: false,
      },
    });
    expect(await onlyDevice(ada)).toEqual({
      key: ada.newDevice.key,
      name: 'Laptop',
      address: '127.0.0.1',
      isRemembered: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      usedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  });

  it('remembers a device or not, and one that is remembered replaces the second factor', async () => {
    const ada = await newUser(accounts(), { phone_number: '+15551230001' });
    const { device } = (
      await ada.call('POST', '/me/devices', { ...ada.newDevice, isRemembered: true })
    ).body;
    expect(device.isRemembered).toBe(true);
    await secondFactorsOf(accounts().running).prefer(ada.username, { sms: true }, 'sms');
    const kindOfSignIn = async () => (await gateway().signIn(ada.username, password, device)).kind;
    expect(await kindOfSignIn()).toBe('tokens');
    const path = `/me/devices/${device.key}`;
    expect((await ada.call('PUT', path, { isRemembered: false })).status).toBe(204);
    expect((await onlyDevice(ada)).isRemembered).toBe(false);
    expect(await kindOfSignIn()).toBe('challenge');
    expect((await ada.call('PUT', path, { isRemembered: true })).status).toBe(204);
    expect(await kindOfSignIn()).toBe('tokens');
    expect((await ada.call('DELETE', path)).status).toBe(204);
    expect(await kindOfSignIn()).toBe('challenge');
    // With its device, a sign-in ends.
    expect(refusalOf(await ada.call('GET', '/me/devices'))).toEqual([401, 'token_revoked']);
  });

  it('takes the verifier of a password that never leaves the device', async () => {
    const ada = await newUser(accounts(), { phone_number: '+15551230002' });
    const { password: secret, verifier, salt } = verifierFor(ada.newDevice);
    const { status, body } = await ada.call('POST', '/me/devices', {
      ...ada.newDevice,
      isRemembered: true,
      verifier: { passwordVerifier: verifier, salt },
    });
    expect([status, body]).toEqual([201, { device: { ...ada.newDevice, isRemembered: true } }]);
    await secondFactorsOf(accounts().running).prefer(ada.username, { sms: true }, 'sms');
    const device = { ...ada.newDevice, password: secret };
    expect((await gateway().signIn(ada.username, password, device)).kind).toBe('tokens');
  });

  it('lists every device, over all pages of the pool', async () => {
    const ada = await newUser(accounts());
    const given = verifierFor(ada.newDevice);
    const verifier = { passwordVerifier: given.verifier, salt: given.salt };
    const keys = [];
    for (let index = 0; index < 61; index += 1) {
      const user = await signIn(accounts(), ada.username);
      keys.push(user.newDevice.key);
      const reply = await user.call('POST', '/me/devices', { ...user.newDevice, verifier });
      expect(reply.status).toBe(201);
    }
    const { devices } = (await (await signIn(accounts(), ada.username)).call('GET', '/me/devices'))
      .body;
    expect(devices.map(({ key }: { key: string }) => key).sort()).toEqual(keys.sort());
  });
});

describe('a device', () => {
  it('is confirmed once, even by two requests at the same moment', async () => {
    const ada = await newUser(accounts());
    const confirm = () => ada.call('POST', '/me/devices', ada.newDevice);
    const replies = await Promise.all([confirm(), confirm()]);
    expect(replies.map(refusalOf).sort()).toEqual([
      [201, undefined],
      [409, 'device_exists'],
    ]);
  });

  it("of another person is not found, nor is another sign-in's confirmed", async () => {
    const [ada, eve] = [await newUser(accounts()), await newUser(accounts())];
    await ada.call('POST', '/me/devices', ada.newDevice);
    const path = `/me/devices/${ada.newDevice.key}`;
    const notFound = [404, 'device_not_found'];
    expect(refusalOf(await eve.call('DELETE', path))).toEqual(notFound);
    expect(refusalOf(await eve.call('PUT', path, { isRemembered: true }))).toEqual(notFound);
    expect(refusalOf(await eve.call('POST', '/me/devices', ada.newDevice))).toEqual(notFound);
    expect((await onlyDevice(ada)).key).toBe(ada.newDevice.key);
    const elsewhere = await signIn(accounts(), ada.username);
    expect((await elsewhere.call('DELETE', path)).status).toBe(204);
    expect(refusalOf(await elsewhere.call('DELETE', path))).toEqual(notFound);
  });

  it.each([
    ['a key of no known form', { key: '../x' }, ['key']],
    ['a key that is too long', { key: 'x'.repeat(56) }, ['key']],
    ['a verifier without a salt', { verifier: { passwordVerifier: 'AAAA' } }, ['verifier.salt']],
  ])('is refused with %s', async (_, change, fields) => {
    const ada = await newUser(accounts());
    const reply = await ada.call('POST', '/me/devices', { ...ada.newDevice, ...change });
    expect(refusalOf(reply)).toEqual([422, 'invalid_input', fields]);
  });

  it('is refused with a verifier that proves nothing', async () => {
    const ada = await newUser(accounts());
    const verifier = { passwordVerifier: 'AA==', salt: 'AAAA' };
    const reply = await ada.call('POST', '/me/devices', { ...ada.newDevice, verifier });
    expect(refusalOf(reply)).toEqual([422, 'invalid_parameter', ['verifier']]);
  });
});

describe('where the pool decides about devices', () => {
  const poolWith = (DeviceConfiguration?: { DeviceOnlyRememberedOnUserPrompt: boolean }) => {
    const { cognito, sandbox } = accounts().running;
    return cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: sandbox.userPoolId,
        AutoVerifiedAttributes: ['email'],
        MfaConfiguration: 'OPTIONAL',
        ...(DeviceConfiguration && {
          DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, ...DeviceConfiguration },
        }),
      }),
    );
  };

  afterEach(async () => {
    await poolWith({ DeviceOnlyRememberedOnUserPrompt: true });
  });

  it('every device is remembered, unless its user does not want that', async () => {
    await poolWith({ DeviceOnlyRememberedOnUserPrompt: false });
    const ada = await newUser(accounts());
    const confirmed = await ada.call('POST', '/me/devices', ada.newDevice);
    expect(confirmed.body.device.isRemembered).toBe(true);
    const again = await signIn(accounts(), ada.username);
    const unwanted = { ...again.newDevice, isRemembered: false };
    const { body } = await again.call('POST', '/me/devices', unwanted);
    expect(body.device.isRemembered).toBe(false);
    const { devices } = (await ada.call('GET', '/me/devices')).body;
    const remembered = Object.fromEntries(
      devices.map((device: { key: string; isRemembered: boolean }) => [
        device.key,
        device.isRemembered,
      ]),
    );
    expect(remembered).toEqual({ [ada.newDevice.key]: true, [again.newDevice.key]: false });
  });

  it('none is, where it does not track them', async () => {
    await poolWith();
    const ada = await newUser(accounts());
    const reply = await ada.call('GET', '/me/devices');
    expect(refusalOf(reply)).toEqual([409, 'not_enabled_in_pool']);
  });
});
