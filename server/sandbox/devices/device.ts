import type { SandboxContext } from '../context.ts';
import { accountId, poolRegion, type UserPool } from '../pools/pool.ts';
import { randomUuid } from '../random.ts';
import type { User } from '../users/user.ts';
import { AwsError, resourceNotFound } from '../wire/errors.ts';
import { toEpochSeconds } from '../wire/time.ts';

/** A device that a user has confirmed. */
export interface Device {
  readonly key: number;
  readonly userKey: number;
  /** For example `us-east-1_a1b2c3d4-5678-90ab-cdef-1234567890ab`. */
  readonly deviceKey: string;
  readonly name: string;
  /** SRP salt and verifier of the device's own password. */
  readonly salt: Buffer;
  readonly verifier: Buffer;
  /** Whether the device stands in for a second factor. */
  readonly isRemembered: boolean;
  readonly lastIpAddress: string;
  readonly created: Date;
  readonly modified: Date;
  readonly lastAuthenticated: Date;
}

/** Whether a pool tracks devices at all. Source: AWS, "Working with user devices". */
export function tracksDevices(pool: UserPool): boolean {
  return pool.settings.DeviceConfiguration !== undefined;
}

/**
 * Refuses device operations of a pool that does not track devices.
 * @throws AwsError InvalidUserPoolConfigurationException
 */
export function requireDeviceTracking(pool: UserPool): void {
  if (!tracksDevices(pool)) {
    throw new AwsError(
      'InvalidUserPoolConfigurationException',
      'Device tracking is not enabled for this user pool.',
    );
  }
}

/** Makes the key of a new device. */
export function newDeviceKey(context: SandboxContext, pool: UserPool): string {
  return `${poolRegion(pool.id)}_${randomUuid(context.random)}`;
}

/** Returns the device group key of a user, which stands in for the pool's name in device SRP. */
export function deviceGroupKey(
  context: SandboxContext,
  pool: UserPool,
  user: Pick<User, 'sub'>,
): string {
  const letters = context.secrets.hash('device-group', `${pool.id} ${user.sub}`);
  return `-${letters.toString('base64url').replaceAll(/[-_]/g, '').slice(0, 9)}`;
}

/** The error for a device key that is none of the user's. Clients look for the word "device" in it. */
export function deviceNotFound(): AwsError {
  return resourceNotFound('Device does not exist.');
}

/** Whose device it is. */
export interface DeviceOwner {
  readonly pool: UserPool;
  readonly user: User;
}

/** Returns a device as DeviceType. Source: AWS CLI examples of admin-get-device and get-device. */
export function toDeviceType({ pool, user }: DeviceOwner, device: Device): object {
  const owner = `${user.username}.${pool.id}`;
  const account = `${poolRegion(pool.id)}:${accountId}`;
  return {
    DeviceKey: device.deviceKey,
    DeviceAttributes: [
      { Name: 'device_status', Value: 'valid' },
      { Name: 'device_name', Value: device.name },
      {
        Name: 'dev:device_arn',
        Value: `arn:aws:cognito-idp:${account}:owner/${owner}/device/${device.deviceKey}`,
      },
      { Name: 'dev:device_owner', Value: owner },
      { Name: 'last_ip_used', Value: device.lastIpAddress },
      {
        Name: 'dev:device_remembered_status',
        Value: device.isRemembered ? 'remembered' : 'not_remembered',
      },
      { Name: 'dev:device_sdk', Value: 'aws-sdk' },
    ],
    DeviceCreateDate: toEpochSeconds(device.created),
    DeviceLastModifiedDate: toEpochSeconds(device.modified),
    DeviceLastAuthenticatedDate: toEpochSeconds(device.lastAuthenticated),
  };
}
