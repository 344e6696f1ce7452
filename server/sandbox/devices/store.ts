import { Value } from '@sinclair/typebox/value';
import type { SandboxContext } from '../context.ts';
import { SignInAttempt } from '../sign-in/session/session.ts';
import { blob, date, flag, json, number, type Row, text } from '../store/row.ts';
import type { Device } from './device.ts';

/** What a confirmed device brings along. */
export type NewDevice = Pick<
  Device,
  'userKey' | 'deviceKey' | 'name' | 'salt' | 'verifier' | 'isRemembered' | 'lastIpAddress'
>;

/** Adds a device. Returns false when a device with this key exists. */
export function insertDevice(context: SandboxContext, device: NewDevice): boolean {
  const now = context.clock().getTime();
  const { changes } = context.database.run(
    `INSERT INTO devices (user_key, device_key, name, salt, verifier, is_remembered,
       last_ip_address, created, modified, last_authenticated)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    device.userKey,
    device.deviceKey,
    device.name,
    device.salt,
    device.verifier,
    device.isRemembered ? 1 : 0,
    device.lastIpAddress,
    now,
    now,
    now,
  );
  return changes > 0;
}

/** Returns a user's device, or undefined. */
export function findDevice(
  context: SandboxContext,
  userKey: number,
  deviceKey: string,
): Device | undefined {
  const row = context.database.get(
    'SELECT * FROM devices WHERE user_key = ? AND device_key = ?',
    userKey,
    deviceKey,
  );
  return row && toDevice(row);
}

/** Returns up to `limit` devices of a user whose store key is above `afterKey`, in the order they were confirmed. */
export function listDevicesPage(
  context: SandboxContext,
  userKey: number,
  afterKey: number,
  limit: number,
): Device[] {
  return context.database
    .all(
      'SELECT * FROM devices WHERE user_key = ? AND key > ? ORDER BY key LIMIT ?',
      userKey,
      afterKey,
      limit,
    )
    .map(toDevice);
}

/** Sets whether a device stands in for a second factor. */
export function updateRemembered(
  context: SandboxContext,
  device: Device,
  isRemembered: boolean,
): void {
  context.database.run(
    'UPDATE devices SET is_remembered = ?, modified = ? WHERE key = ?',
    isRemembered ? 1 : 0,
    context.clock().getTime(),
    device.key,
  );
}

/** Notes that a device has just proved itself. */
export function updateAuthenticated(
  context: SandboxContext,
  device: Device,
  ipAddress: string,
): void {
  context.database.run(
    'UPDATE devices SET last_authenticated = ?, last_ip_address = ? WHERE key = ?',
    context.clock().getTime(),
    ipAddress,
    device.key,
  );
}

/** Deletes a device. */
export function deleteDevice(context: SandboxContext, device: Device): void {
  context.database.run('DELETE FROM devices WHERE key = ?', device.key);
}

/** Keeps a sign-in that waits for its device. Older clients answer without a Session, so it is found by its device. */
export function saveDeviceSignIn(
  context: SandboxContext,
  deviceKey: string,
  attempt: SignInAttempt,
  expires: number,
): void {
  context.database.run(
    `INSERT OR REPLACE INTO device_sign_ins (user_key, client_key, device_key, attempt, expires)
     VALUES (?, ?, ?, ?, ?)`,
    attempt.userKey,
    attempt.clientKey,
    deviceKey,
    JSON.stringify(attempt),
    expires,
  );
}

/** Takes the sign-in that waits for a device out of the store; undefined when there is none or it is too old. */
export function takeDeviceSignIn(
  context: SandboxContext,
  userKey: number,
  clientKey: number,
  deviceKey: string,
): SignInAttempt | undefined {
  const row = context.database.get(
    `DELETE FROM device_sign_ins WHERE user_key = ? AND client_key = ? AND device_key = ?
     RETURNING attempt, expires`,
    userKey,
    clientKey,
    deviceKey,
  );
  if (row === undefined || context.clock().getTime() >= number(row, 'expires')) return undefined;
  return Value.Parse(SignInAttempt, json(row, 'attempt'));
}

function toDevice(row: Row): Device {
  return {
    key: number(row, 'key'),
    userKey: number(row, 'user_key'),
    deviceKey: text(row, 'device_key'),
    name: text(row, 'name'),
    salt: blob(row, 'salt'),
    verifier: blob(row, 'verifier'),
    isRemembered: flag(row, 'is_remembered'),
    lastIpAddress: text(row, 'last_ip_address'),
    created: date(row, 'created'),
    modified: date(row, 'modified'),
    lastAuthenticated: date(row, 'last_authenticated'),
  };
}
