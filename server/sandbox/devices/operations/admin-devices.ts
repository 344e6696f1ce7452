import { Type } from '@sinclair/typebox';
import type { SandboxContext } from '../../context.ts';
import { getTarget, UserTarget } from '../../users/target.ts';
import { defineOperation } from '../../wire/operation.ts';
import { type DeviceOwner, requireDeviceTracking, toDeviceType } from '../device.ts';
import { forgetDeviceOf } from '../forget.ts';
import { updateRemembered } from '../store.ts';
import { DeviceKey, DeviceRememberedStatus, devicePage, getDeviceOf, Paging } from './shapes.ts';

/** AdminListDevices: the devices of any user. */
export const adminListDevices = defineOperation({
  name: 'AdminListDevices',
  category: 'UserResourceRead',
  access: 'iam',
  input: Type.Composite([UserTarget, Paging]),
  run: (context, input) => devicePage(context, owner(context, input), input),
});

/** AdminGetDevice: one device of any user. */
export const adminGetDevice = defineOperation({
  name: 'AdminGetDevice',
  category: 'UserResourceRead',
  access: 'iam',
  input: Type.Composite([UserTarget, Type.Object({ DeviceKey })]),
  run(context, input) {
    const of = owner(context, input);
    return { Device: toDeviceType(of, getDeviceOf(context, of.user.key, input.DeviceKey)) };
  },
});

/** AdminForgetDevice: forgets a device of any user. */
export const adminForgetDevice = defineOperation({
  name: 'AdminForgetDevice',
  category: 'UserResourceUpdate',
  access: 'iam',
  input: Type.Composite([UserTarget, Type.Object({ DeviceKey })]),
  run(context, input) {
    forgetDeviceOf(context, getDeviceOf(context, owner(context, input).user.key, input.DeviceKey));
    return {};
  },
});

/** AdminUpdateDeviceStatus: has a device of any user remembered, or not. */
export const adminUpdateDeviceStatus = defineOperation({
  name: 'AdminUpdateDeviceStatus',
  category: 'UserResourceUpdate',
  access: 'iam',
  input: Type.Composite([UserTarget, Type.Object({ DeviceKey, DeviceRememberedStatus })]),
  run(context, input) {
    const device = getDeviceOf(context, owner(context, input).user.key, input.DeviceKey);
    const status = input.DeviceRememberedStatus;
    if (status !== undefined) updateRemembered(context, device, status === 'remembered');
    return {};
  },
});

function owner(
  context: SandboxContext,
  input: { UserPoolId: string; Username: string },
): DeviceOwner {
  const target = getTarget(context, input);
  requireDeviceTracking(target.pool);
  return target;
}
