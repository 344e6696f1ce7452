import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminUpdateDeviceStatusCommand,
  type CognitoIdentityProviderClient,
  ConfirmDeviceCommand,
  ForgetDeviceCommand,
  GetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  ListDevicesCommand,
  SetUserPoolMfaConfigCommand,
  UpdateDeviceStatusCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { askForTextMessages } from '../mfa/text-messages.ts';
import { lastCode } from '../people/outbox.ts';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, createTestPool, type TestPool } from '../sign-in/pool.ts';
import { answerChallenge, refresh, signInByPassword } from '../sign-in/sdk-calls.ts';
import { signInBySrp } from '../sign-in/srp-client.ts';
import { toRecord } from '../users/people.ts';
import { confirmNewDevice, proveDevice, type TestDevice } from './device-client.ts';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
});

async function poolWithDevices(ChallengeRequiredOnNewDevice: boolean, onPrompt = false) {
  pool = await createTestPool(cognito, {
    DeviceConfiguration: {
      ChallengeRequiredOnNewDevice,
      DeviceOnlyRememberedOnUserPrompt: onPrompt,
    },
  });
  await createConfirmedUser(cognito, pool);
}

/** Gives ada a phone and asks her for text-message codes from now on. */
async function requireTextMessages() {
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.userPoolId,
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: {
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
      },
    }),
  );
  await askForTextMessages(cognito, pool);
}

async function signedInDevice(): Promise<TestDevice> {
  return confirmNewDevice(cognito, await signInByPassword(cognito, pool));
}

describe('a sign-in from a new device', () => {
  it('is given a device key, which the device confirms once', async () => {
    await poolWithDevices(false);
    const signedIn = await signInByPassword(cognito, pool);
    const { AccessToken, NewDeviceMetadata } = signedIn.AuthenticationResult ?? {};
    expect(NewDeviceMetadata?.DeviceKey).toMatch(/^us-east-1_[0-9a-f-]{36}$/);
    const { deviceKey } = await confirmNewDevice(cognito, signedIn);
    const { Device } = await cognito.send(
      new GetDeviceCommand({ AccessToken, DeviceKey: deviceKey }),
    );
    const owner = `ada.${pool.userPoolId}`;
    const attributes = {
      device_status: 'valid',
      device_name: 'test device',
      'dev:device_arn': `arn:aws:cognito-idp:us-east-1:000000000000:owner/${owner}/device/${deviceKey}`,
      'dev:device_owner': owner,
      last_ip_used: expect.stringContaining('127.0.0.1'),
      'dev:device_remembered_status': 'remembered',
      'dev:device_sdk': 'aws-sdk',
    };
    expect(toRecord(Device?.DeviceAttributes)).toEqual(attributes);
    const { Devices } = await cognito.send(
      new AdminListDevicesCommand({ UserPoolId: pool.userPoolId, Username: 'ada' }),
    );
    expect(Devices?.map((one) => toRecord(one.DeviceAttributes))).toEqual([attributes]);
    await expect(confirmNewDevice(cognito, signedIn)).rejects.toMatchObject({
      name: 'DeviceKeyExistsException',
    });
  });

  it('cannot confirm the key of another sign-in', async () => {
    await poolWithDevices(false);
    const first = await signInByPassword(cognito, pool);
    const second = await signInByPassword(cognito, pool);
    const crossed = {
      AuthenticationResult: {
        ...first.AuthenticationResult,
        NewDeviceMetadata: second.AuthenticationResult?.NewDeviceMetadata,
      },
    };
    await expect(confirmNewDevice(cognito, crossed)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('is given no key in a pool that does not track devices', async () => {
    pool = await createTestPool(cognito);
    await createConfirmedUser(cognito, pool);
    const { AuthenticationResult } = await signInByPassword(cognito, pool);
    expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
    const { AccessToken } = AuthenticationResult ?? {};
    await expect(cognito.send(new ListDevicesCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'InvalidUserPoolConfigurationException',
    });
  });

  it.each([
    ['no verifier', { Salt: 'AAAA' }],
    ['no salt', { PasswordVerifier: 'AAAA' }],
    ['a verifier that any device would meet', { Salt: 'AAAA', PasswordVerifier: 'AQ==' }],
  ])('cannot leave %s', async (_what, DeviceSecretVerifierConfig) => {
    await poolWithDevices(false);
    const { AuthenticationResult } = await signInByPassword(cognito, pool);
    const { AccessToken, NewDeviceMetadata } = AuthenticationResult ?? {};
    await expect(
      cognito.send(
        new ConfirmDeviceCommand({
          AccessToken,
          DeviceKey: NewDeviceMetadata?.DeviceKey,
          DeviceSecretVerifierConfig,
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a remembered device', () => {
  it.each([
    ['with its sessions', false],
    ['without sessions, as older clients do', true],
  ])('stands in for the second factor, %s', async (_how, withoutSession) => {
    await poolWithDevices(true);
    const device = await signedInDevice();
    await requireTextMessages();
    expect((await signInBySrp(cognito, pool)).ChallengeName).toBe('SMS_MFA');
    const challenge = await signInBySrp(cognito, pool, { deviceKey: device.deviceKey });
    expect(challenge.ChallengeName).toBe('DEVICE_SRP_AUTH');
    const answer = await proveDevice(cognito, pool, challenge, device, { withoutSession });
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
    expect(answer.AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
  });

  it('proves itself after the second factor where that is always wanted', async () => {
    await poolWithDevices(false);
    const device = await signedInDevice();
    await requireTextMessages();
    const challenge = await signInBySrp(cognito, pool, { deviceKey: device.deviceKey });
    expect(challenge.ChallengeName).toBe('SMS_MFA');
    const next = await answerChallenge(cognito, pool, challenge, {
      SMS_MFA_CODE: await lastCode(sandbox),
    });
    expect(next.ChallengeName).toBe('DEVICE_SRP_AUTH');
    const answer = await proveDevice(cognito, pool, next, device);
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('may come with the session of the step before, as the browser library sends it', async () => {
    await poolWithDevices(false);
    const device = await signedInDevice();
    await requireTextMessages();
    const challenge = await signInBySrp(cognito, pool, { deviceKey: device.deviceKey });
    await answerChallenge(cognito, pool, challenge, { SMS_MFA_CODE: await lastCode(sandbox) });
    const answer = await proveDevice(cognito, pool, challenge, device);
    expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('cannot come with the session of another sign-in', async () => {
    await poolWithDevices(true);
    const device = await signedInDevice();
    const other = await signInBySrp(cognito, pool, { deviceKey: device.deviceKey });
    await signInBySrp(cognito, pool, { deviceKey: device.deviceKey });
    await expect(proveDevice(cognito, pool, other, device)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('is refused with a wrong device password', async () => {
    await poolWithDevices(true);
    const device = await signedInDevice();
    const challenge = await signInBySrp(cognito, pool, { deviceKey: device.deviceKey });
    await expect(
      proveDevice(cognito, pool, challenge, { ...device, password: 'guessed' }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('cannot skip the password, nor use a waiting sign-in twice', async () => {
    await poolWithDevices(true);
    const device = await signedInDevice();
    const refused = { name: 'NotAuthorizedException' };
    await expect(
      proveDevice(cognito, pool, {}, device, { withoutSession: true }),
    ).rejects.toMatchObject(refused);
    const challenge = await signInBySrp(cognito, pool, { deviceKey: device.deviceKey });
    await proveDevice(cognito, pool, challenge, device);
    await expect(
      proveDevice(cognito, pool, challenge, device, { withoutSession: true }),
    ).rejects.toMatchObject(refused);
  });

  it('does not serve another user', async () => {
    await poolWithDevices(true);
    const device = await signedInDevice();
    await createConfirmedUser(cognito, pool, 'bob');
    const byBob = signInBySrp(cognito, pool, { username: 'bob', deviceKey: device.deviceKey });
    await expect(byBob).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
  });

  it('is not asked for before the user says that it shall be remembered', async () => {
    await poolWithDevices(true, true);
    const signedIn = await signInByPassword(cognito, pool);
    const device = await confirmNewDevice(cognito, signedIn);
    const withKey = () => signInBySrp(cognito, pool, { deviceKey: device.deviceKey });
    expect((await withKey()).AuthenticationResult).toBeDefined();
    await cognito.send(
      new UpdateDeviceStatusCommand({
        AccessToken: signedIn.AuthenticationResult?.AccessToken,
        DeviceKey: device.deviceKey,
        DeviceRememberedStatus: 'remembered',
      }),
    );
    expect((await withKey()).ChallengeName).toBe('DEVICE_SRP_AUTH');
  });

  it.each([true, false])(
    'has its key asked for at a refresh, confirmed: %s',
    async (isConfirmed) => {
      await poolWithDevices(true);
      const signedIn = await signInByPassword(cognito, pool);
      if (isConfirmed) await confirmNewDevice(cognito, signedIn);
      const { RefreshToken, NewDeviceMetadata } = signedIn.AuthenticationResult ?? {};
      const DeviceKey = NewDeviceMetadata?.DeviceKey;
      const rotate = (more: { DeviceKey?: string | undefined }) =>
        cognito.send(
          new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId: pool.clientId, ...more }),
        );
      const refused = { name: 'NotAuthorizedException', message: 'Invalid Refresh Token' };
      for (const other of [{}, { DeviceKey: 'us-east-1_0' }]) {
        await expect(rotate(other)).rejects.toMatchObject(refused);
      }
      expect((await rotate({ DeviceKey })).AuthenticationResult?.AccessToken).toBeTruthy();
      for (const other of [{}, { DEVICE_KEY: 'us-east-1_0' }]) {
        await expect(refresh(cognito, pool, RefreshToken, other)).rejects.toMatchObject(refused);
      }
      const answer = await refresh(cognito, pool, RefreshToken, { DEVICE_KEY: DeviceKey ?? '' });
      expect(answer.AuthenticationResult?.AccessToken).toBeTruthy();
    },
  );
});

describe('forgetting a device', () => {
  it('ends its tokens and its standing in for anything', async () => {
    await poolWithDevices(true);
    const signedIn = await signInByPassword(cognito, pool);
    const device = await confirmNewDevice(cognito, signedIn);
    const { AccessToken } = signedIn.AuthenticationResult ?? {};
    await cognito.send(new ForgetDeviceCommand({ AccessToken, DeviceKey: device.deviceKey }));
    await expect(cognito.send(new ListDevicesCommand({ AccessToken }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
    await expect(signInBySrp(cognito, pool, { deviceKey: device.deviceKey })).rejects.toMatchObject(
      { name: 'ResourceNotFoundException' },
    );
  });
});

describe('an administrator', () => {
  it('pages through the devices of a user', async () => {
    await poolWithDevices(false);
    const devices = [await signedInDevice(), await signedInDevice(), await signedInDevice()];
    const target = { UserPoolId: pool.userPoolId, Username: 'ada' };
    const first = await cognito.send(new AdminListDevicesCommand({ ...target, Limit: 2 }));
    const second = await cognito.send(
      new AdminListDevicesCommand({
        ...target,
        Limit: 2,
        PaginationToken: first.PaginationToken,
      }),
    );
    const keys = [...(first.Devices ?? []), ...(second.Devices ?? [])].map(
      ({ DeviceKey }) => DeviceKey,
    );
    expect(keys).toEqual(devices.map(({ deviceKey }) => deviceKey));
    expect(second.PaginationToken).toBeUndefined();
    await expect(
      cognito.send(new AdminListDevicesCommand({ ...target, PaginationToken: 'forged' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('reads, changes and forgets one', async () => {
    await poolWithDevices(true);
    const { deviceKey } = await signedInDevice();
    const target = { UserPoolId: pool.userPoolId, Username: 'ada', DeviceKey: deviceKey };
    const status = async () => {
      const { Device } = await cognito.send(new AdminGetDeviceCommand(target));
      const attributes = Device?.DeviceAttributes ?? [];
      return attributes.find(({ Name }) => Name === 'dev:device_remembered_status')?.Value;
    };
    expect(await status()).toBe('remembered');
    await cognito.send(
      new AdminUpdateDeviceStatusCommand({ ...target, DeviceRememberedStatus: 'not_remembered' }),
    );
    expect(await status()).toBe('not_remembered');
    await cognito.send(new AdminForgetDeviceCommand(target));
    await expect(status()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(cognito.send(new AdminForgetDeviceCommand(target))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
