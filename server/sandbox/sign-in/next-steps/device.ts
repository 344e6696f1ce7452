import type { SandboxContext } from '../../context.ts';
import { type Device, deviceNotFound, tracksDevices } from '../../devices/device.ts';
import { findDevice, saveDeviceSignIn } from '../../devices/store.ts';
import type { User } from '../../users/user.ts';
import type { Caller } from '../client/caller.ts';
import type { Challenge } from '../result.ts';
import { type SignInAttempt, sealSession } from '../session/session.ts';

const validityMs = 3 * 60_000;

/**
 * Refuses a device key that is none of the user's.
 * @throws AwsError ResourceNotFoundException, on which clients drop the key and answer again
 */
export function checkDevice(context: SandboxContext, caller: Caller, attempt: SignInAttempt): void {
  if (attempt.deviceKey === undefined || !tracksDevices(caller.pool)) return;
  if (findDevice(context, attempt.userKey, attempt.deviceKey) === undefined) throw deviceNotFound();
}

/** Lets a remembered device stand in for the second factor, where the pool wants one only from new devices. */
export function askForDeviceInstead(
  context: SandboxContext,
  caller: Caller,
  user: User,
  attempt: SignInAttempt,
): Challenge | undefined {
  const isInstead = caller.pool.settings.DeviceConfiguration?.ChallengeRequiredOnNewDevice === true;
  return isInstead ? askForDevice(context, caller, user, attempt) : undefined;
}

/** Asks a remembered device to prove itself. */
export function askForDevice(
  context: SandboxContext,
  caller: Caller,
  user: User,
  attempt: SignInAttempt,
): Challenge | undefined {
  if (attempt.isDeviceProved === true) return undefined;
  const device = rememberedDevice(context, caller, attempt);
  if (device === undefined) return undefined;
  const name = 'DEVICE_SRP_AUTH';
  saveDeviceSignIn(context, device.deviceKey, attempt, context.clock().getTime() + validityMs);
  return {
    kind: 'challenge',
    name,
    session: sealSession(context, caller.client, name, attempt),
    parameters: { USERNAME: user.username, DEVICE_KEY: device.deviceKey },
  };
}

function rememberedDevice(
  context: SandboxContext,
  caller: Caller,
  attempt: SignInAttempt,
): Device | undefined {
  if (attempt.deviceKey === undefined || !tracksDevices(caller.pool)) return undefined;
  const device = findDevice(context, attempt.userKey, attempt.deviceKey);
  return device?.isRemembered === true ? device : undefined;
}
