import {
  AdminForgetDeviceCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { memoryStorage } from '../../../client/src/index.ts';
import { askForTextMessages } from '../../sandbox/mfa/text-messages.ts';
import { lastCode } from '../../sandbox/people/outbox.ts';
import { testPassword } from '../../sandbox/sign-in/pool.ts';
import { type ClientPool, clientPool } from '../client-pool.ts';

const ada = { username: 'ada', password: testPassword };

const devicePool = (DeviceOnlyRememberedOnUserPrompt = false): Promise<ClientPool> =>
  clientPool({
    pool: {
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt },
    },
  });

/** A pool where ada is asked for a code by text message, but not by a remembered device. */
async function poolWithTextMessages(): Promise<ClientPool> {
  const own = await devicePool();
  await own.cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: own.pool.userPoolId,
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: {
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
      },
    }),
  );
  await askForTextMessages(own.cognito, own.pool);
  return own;
}

async function signInWithCode({ sandbox, client }: ClientPool, storage = memoryStorage()) {
  const own = client({ storage });
  const step = await own.signIn(ada);
  if (step.status !== 'sms') throw new Error(step.status);
  expect((await step.answer(await lastCode(sandbox))).status).toBe('signed-in');
  return { own, storage };
}

describe('A device that is new to the pool', () => {
  it('is confirmed with the sign-in, so that its refresh token works', async () => {
    const { client } = await devicePool();
    const own = client({ deviceName: "Ada's laptop" });
    expect(await own.signIn(ada)).toMatchObject({ status: 'signed-in', mayRememberDevice: false });
    await own.refresh();
    const [device] = await own.devices.list();
    expect(device).toMatchObject({
      key: await own.devices.current(),
      name: "Ada's laptop",
      isRemembered: true,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  });

  it('is remembered when the person says so, where the pool asks', async () => {
    const { client } = await devicePool(true);
    const own = client();
    expect(await own.signIn(ada)).toMatchObject({ mayRememberDevice: true });
    const isRemembered = async () => (await own.devices.list())[0]?.isRemembered;
    expect(await isRemembered()).toBe(false);
    await own.devices.remember();
    expect(await isRemembered()).toBe(true);
    await own.devices.doNotRemember();
    expect(await isRemembered()).toBe(false);
  });
});

it('A sign-in whose new device cannot be confirmed leaves no tokens behind', async () => {
  const { client } = await devicePool();
  const own = client({
    fetch: (input, init) =>
      new Headers(init?.headers).get('x-amz-target')?.endsWith('ConfirmDevice')
        ? Promise.reject(new TypeError('connection lost'))
        : fetch(input, init),
  });
  await expect(own.signIn(ada)).rejects.toMatchObject({ code: 'network_error' });
  expect(await own.tokens()).toBeUndefined();
});

describe('A remembered device', () => {
  it.each(['srp', 'password'] as const)(
    'proves itself in place of the second factor, flow %s',
    async (flow) => {
      const pool = await poolWithTextMessages();
      const { storage } = await signInWithCode(pool);
      const again = pool.client({ storage });
      expect(await again.signIn({ ...ada, flow })).toMatchObject({ status: 'signed-in' });
      await again.refresh();
      expect(await again.devices.list()).toHaveLength(1);
    },
  );

  it('works with a client secret', async () => {
    const { client } = await clientPool({
      client: { GenerateSecret: true },
      pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } },
    });
    const storage = memoryStorage();
    await client({ storage }).signIn(ada);
    const again = client({ storage });
    expect(await again.signIn(ada)).toMatchObject({ status: 'signed-in' });
    await again.refresh();
  });

  it('is forgotten, and then asked for the second factor again', async () => {
    const pool = await poolWithTextMessages();
    const { own, storage } = await signInWithCode(pool);
    await own.devices.forget();
    expect((await pool.client({ storage }).signIn(ada)).status).toBe('sms');
    await expect(own.devices.forget('eu-west-1_unknown')).rejects.toMatchObject({
      code: 'invalid_parameter',
    });
  });

  it.each(['srp', 'password'] as const)(
    'that the pool forgot signs in as a new one, flow %s',
    async (flow) => {
      const pool = await poolWithTextMessages();
      const { own, storage } = await signInWithCode(pool);
      await pool.cognito.send(
        new AdminForgetDeviceCommand({
          UserPoolId: pool.pool.userPoolId,
          Username: 'ada',
          DeviceKey: await own.devices.current(),
        }),
      );
      const step = await pool.client({ storage }).signIn({ ...ada, flow });
      expect(step.status).toBe('sms');
    },
  );

  it('with another password signs in as a new one', async () => {
    const pool = await poolWithTextMessages();
    const { own, storage } = await signInWithCode(pool);
    const key = `poolkeeper.${pool.pool.clientId}.device.ada`;
    const device = JSON.parse((await storage.get(key)) ?? '');
    expect(device.key).toBe(await own.devices.current());
    await storage.set(key, JSON.stringify({ ...device, password: btoa('another') }));
    expect((await pool.client({ storage }).signIn(ada)).status).toBe('sms');
    expect(await storage.get(key)).toBeNull();
  });
});

it('A device that has no key is named by the caller', async () => {
  const { client } = await clientPool();
  const own = client();
  await own.signIn(ada);
  await expect(own.devices.remember()).rejects.toMatchObject({ code: 'device_unknown' });
});
