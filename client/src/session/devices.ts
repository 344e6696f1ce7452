import { ClientError } from '../errors.ts';
import { newDeviceSecret } from '../sign-in/srp-proofs.ts';
import type { SelfService } from '../transport.ts';
import type { Device, DeviceKey } from '../types.ts';
import type { SessionKeeper } from './session.ts';
import type { SessionStore } from './store.ts';

type Parts = {
  readonly store: SessionStore;
  readonly keeper: SessionKeeper;
  readonly service: <Result>(run: (service: SelfService) => Promise<Result>) => Promise<Result>;
  /** Shown in lists of devices. */
  readonly name: string | undefined;
};

/** Devices of the person who is signed in, where the pool tracks them. */
export type Devices = {
  list(): Promise<readonly Device[]>;
  /** The key of this device, if a sign-in gave it one. */
  current(): Promise<string | undefined>;
  /** A remembered device can stand in for the second factor, as the pool is set up. */
  remember(key?: string): Promise<void>;
  doNotRemember(key?: string): Promise<void>;
  forget(key?: string): Promise<void>;
};

/**
 * Makes the device operations. Without a key they are about this device.
 *
 * @throws ClientError `device_unknown` when this device has no key
 */
export function createDevices({ store, keeper, service }: Omit<Parts, 'name'>): Devices {
  const current = async (): Promise<string | undefined> => (await store.read())?.deviceKey;
  const keyOr = async (key: string | undefined): Promise<string> => {
    const known = key ?? (await current());
    if (known !== undefined) return known;
    const message = 'The pool has given this device no key. Sign in again, or name a device.';
    throw new ClientError({ code: 'device_unknown', status: 0, message });
  };
  const setRemembered = async (key: string | undefined, isRemembered: boolean): Promise<void> => {
    const known = await keyOr(key);
    await service((self) => self.setDeviceRemembered(known, isRemembered));
  };
  return {
    list: () => service((self) => self.devices()),
    current,
    remember: (key) => setRemembered(key, true),
    doNotRemember: (key) => setRemembered(key, false),
    async forget(key) {
      const known = await keyOr(key);
      await service((self) => self.forgetDevice(known));
      const { username, deviceKey } = await keeper.fresh();
      if (known === deviceKey) await store.removeDevice(username);
    },
  };
}

/**
 * Gives the pool the verifier of a device that is new to it, and stores the device's password here: until
 * then the refresh token does not work.
 *
 * @param usernames under which the device is looked for at the next sign-in
 * @returns whether the person is to be asked if the device shall be remembered
 */
export async function confirmNewDevice(
  { key, groupKey }: DeviceKey,
  usernames: readonly string[],
  { store, service, name }: Omit<Parts, 'keeper'>,
): Promise<boolean> {
  const { device, verifier } = await newDeviceSecret({ key, groupKey });
  const isAsked = await service((self) => self.confirmDevice({ key, groupKey, name, verifier }));
  for (const username of new Set(usernames)) await store.setDevice(username, device);
  return isAsked;
}
