import { afterEach, describe, expect, it } from 'vitest';
import { memoryStorage } from '../../../client/src/index.ts';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf } from '../../helpers/second-factors.ts';
import { apiForTests } from './api-client.ts';

const api = apiForTests();
const password = operatorPassword;

/** A user with codes by email as second factor, signed in on a device that is remembered. */
async function rememberedDevice() {
  const factors = secondFactorsOf(api().running);
  await factors.ofPool({ MfaConfiguration: 'OPTIONAL', EmailMfaConfiguration: {} });
  const username = await peopleOf(api().running).confirmed();
  await factors.prefer(username, { email: true }, 'email');
  const storage = memoryStorage();
  const client = api().client({ storage, deviceName: 'laptop' });
  const step = await client.signIn({ username, password });
  if (step.status !== 'email') throw new Error(step.status);
  const done = await step.answer(await api().codeOf(username));
  expect(done).toMatchObject({ status: 'signed-in', mayRememberDevice: true });
  await client.devices.remember();
  return { client, storage, username };
}

describe('By the account API, a remembered device', () => {
  afterEach(() => secondFactorsOf(api().running).ofPool({ MfaConfiguration: 'OFF' }));

  it('is listed, and its refresh token works', async () => {
    const { client } = await rememberedDevice();
    await client.refresh();
    expect(await client.devices.list()).toMatchObject([
      { key: await client.devices.current(), name: 'laptop', isRemembered: true },
    ]);
  });

  it.each(['password', 'srp'] as const)(
    'proves itself in place of the second factor, flow %s',
    async (flow) => {
      const { storage, username } = await rememberedDevice();
      const again = api().client({ storage });
      const step = await again.signIn({ username, password, flow });
      expect(step).toMatchObject({ status: 'signed-in', mayRememberDevice: false });
      await again.refresh();
    },
  );

  it('still has its key after a second factor that a later request answers', async () => {
    const { client, storage, username } = await rememberedDevice();
    const key = await client.devices.current();
    await client.devices.doNotRemember();
    const again = api().client({ storage });
    const saved = JSON.stringify(await again.signIn({ username, password }));
    const step = again.resume(JSON.parse(saved));
    if (step.status !== 'email') throw new Error(step.status);
    await step.answer(await api().codeOf(username));
    expect(await again.devices.current()).toBe(key);
    await again.refresh();
  });

  it('can be stored apart from the tokens, and outlives them', async () => {
    const { storage: devices, username } = await rememberedDevice();
    const storage = memoryStorage();
    const again = api().client({ storage, deviceStorage: devices });
    expect(await again.signIn({ username, password })).toMatchObject({ status: 'signed-in' });
    await again.devices.forget();
    const entry = `poolkeeper.${api().base}.device.${username}`;
    expect([await devices.get(entry), await storage.get(entry)]).toEqual([null, null]);
    expect(await again.tokens()).toMatchObject({ username });
  });

  it.each(['password', 'srp'] as const)('is forgotten, flow %s', async (flow) => {
    const { client, storage, username } = await rememberedDevice();
    const key = await client.devices.current();
    const entry = `poolkeeper.${api().base}.device.${username}`;
    const device = (await storage.get(entry)) ?? '';
    await client.devices.forget(key);
    expect(await storage.get(entry)).toBeNull();
    // As if it had been forgotten on another device.
    await storage.set(entry, device);
    const sent: string[] = [];
    const watching: typeof fetch = (input, init) => {
      sent.push(String(init?.body));
      return fetch(input, init);
    };
    const again = api().client({ storage, fetch: watching });
    const step = await again.signIn({ username, password, flow });
    if (step.status !== 'email') throw new Error(step.status);
    await step.answer(await api().codeOf(username));
    expect(await again.devices.current()).not.toBe(key);
    await again.refresh();
    expect(sent.join().includes(password)).toBe(flow === 'password');
  });
});
