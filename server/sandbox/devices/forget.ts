import type { SandboxContext } from '../context.ts';
import { revokeFamiliesOfDevice } from '../tokens/store.ts';
import type { Device } from './device.ts';
import { deleteDevice } from './store.ts';

/** Forgets a device and revokes the tokens that were given to it. */
export function forgetDeviceOf(context: SandboxContext, device: Device): void {
  context.database.transaction(() => {
    deleteDevice(context, device);
    revokeFamiliesOfDevice(context, device.userKey, device.deviceKey);
  });
}
