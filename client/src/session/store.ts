import type { Storage } from '../storage/storage.ts';
import { type Claims, claimsOf } from '../tokens/claims.ts';
import type { StoredDevice } from '../transport.ts';
import type { Tokens } from '../types.ts';

/** The session of the person who is signed in. In cookie mode it has no tokens. */
export type StoredSession = {
  readonly username: string;
  readonly accessToken?: string | undefined;
  readonly idToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly deviceKey?: string | undefined;
  /** By this machine's clock, in milliseconds, so that a clock that is wrong does no harm. */
  readonly expiresAt: number;
};

export type SessionStore = {
  /** Also the name of the lock. */
  readonly key: string;
  read(): Promise<StoredSession | undefined>;
  write(session: StoredSession): Promise<void>;
  clear(): Promise<void>;
  device(username: string): Promise<StoredDevice | undefined>;
  setDevice(username: string, device: StoredDevice): Promise<void>;
  removeDevice(username: string): Promise<void>;
};

/**
 * Makes the store of one client's session and devices.
 *
 * @param name of the app client, so that several of them can share a storage
 * @param devices where the devices are stored
 */
export function createSessionStore(
  storage: Storage,
  name: string,
  devices: Storage = storage,
): SessionStore {
  const key = `poolkeeper.${name}`;
  const deviceKey = (username: string): string => `${key}.device.${username}`;
  const read = async <Value>(from: Storage, at: string): Promise<Value | undefined> => {
    const text = await from.get(at);
    try {
      return text === null ? undefined : JSON.parse(text);
    } catch {
      return undefined;
    }
  };
  return {
    key,
    read: () => read(storage, key),
    write: async (session) => storage.set(key, JSON.stringify(session)),
    clear: async () => storage.remove(key),
    device: (username) => read(devices, deviceKey(username)),
    setDevice: async (username, device) => devices.set(deviceKey(username), JSON.stringify(device)),
    removeDevice: async (username) => devices.remove(deviceKey(username)),
  };
}

/**
 * The session after a sign-in or a refresh.
 *
 * @param before what a refresh does not answer again
 * @param now milliseconds
 */
export function toSession(
  tokens: Tokens,
  before: Pick<StoredSession, 'username' | 'refreshToken' | 'deviceKey'>,
  now: number,
): StoredSession {
  const { accessToken, idToken, refreshToken = before.refreshToken, expiresIn } = tokens;
  const claims: Claims =
    accessToken === undefined ? { username: tokens.username } : claimsOf(accessToken);
  const username = typeof claims.username === 'string' ? claims.username : before.username;
  // A sign-in that was continued by `resume` knows its device by the token only.
  const known = typeof claims.device_key === 'string' ? claims.device_key : undefined;
  const deviceKey = before.deviceKey ?? known;
  const expiresAt = now + expiresIn * 1000;
  return { username, accessToken, idToken, refreshToken, deviceKey, expiresAt };
}
