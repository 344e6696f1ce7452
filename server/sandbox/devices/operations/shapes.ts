import { Type } from '@sinclair/typebox';
import type { SandboxContext } from '../../context.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { oneOf, PageLimit, PaginationToken } from '../../wire/shapes.ts';
import { type Device, type DeviceOwner, deviceNotFound, toDeviceType } from '../device.ts';
import { findDevice, listDevicesPage } from '../store.ts';

/** A device key as the API takes it. */
export const DeviceKey = Type.String();

/** Whether a device stands in for a second factor. */
export const DeviceRememberedStatus = Type.Optional(oneOf('remembered', 'not_remembered'));

/** The paging members of the listing operations. */
export const Paging = Type.Object({
  Limit: Type.Optional(PageLimit),
  PaginationToken: Type.Optional(PaginationToken),
});

/**
 * Returns a user's device.
 * @throws AwsError ResourceNotFoundException
 */
export function getDeviceOf(context: SandboxContext, userKey: number, deviceKey: string): Device {
  const device = findDevice(context, userKey, deviceKey);
  if (device === undefined) throw deviceNotFound();
  return device;
}

const purpose = 'device-page';
const largestPage = 60;

/**
 * Returns one page of a user's devices as the listing operations answer it.
 * @throws AwsError InvalidParameterException for a token that is none of ours, or another user's
 */
export function devicePage(
  context: SandboxContext,
  owner: DeviceOwner,
  paging: { Limit?: number; PaginationToken?: string },
): { Devices: object[]; PaginationToken?: string } {
  const userKey = owner.user.key;
  const limit = paging.Limit || largestPage;
  const found = listDevicesPage(context, userKey, startOf(context, userKey, paging), limit + 1);
  const devices = found.slice(0, limit);
  const last = found.length > limit ? devices.at(-1) : undefined;
  return {
    Devices: devices.map((device) => toDeviceType(owner, device)),
    ...(last === undefined
      ? {}
      : { PaginationToken: context.secrets.seal(purpose, [userKey, last.key]) }),
  };
}

function startOf(
  context: SandboxContext,
  userKey: number,
  { PaginationToken: token }: { PaginationToken?: string },
): number {
  if (token === undefined) return 0;
  const start = context.secrets.open(purpose, token);
  if (!Array.isArray(start) || start[0] !== userKey || typeof start[1] !== 'number') {
    throw invalidParameter('Invalid pagination token provided.');
  }
  return start[1];
}
