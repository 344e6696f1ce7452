import { Type } from '@sinclair/typebox';
import type { SandboxContext } from '../../context.ts';
import { getTarget, UserTarget } from '../../users/target.ts';
import type { User } from '../../users/user.ts';
import { defineOperation } from '../../wire/operation.ts';
import { requireDeviceTracking, toDeviceType } from '../device.ts';
import { forgetDeviceOf } from '../forget.ts';
import { updateRemembered } from '../store.ts';
import { DeviceKey, DeviceRememberedStatus, devicePage, getDeviceOf, Paging } from './shapes.ts';

/** AdminListDevices: the devices of any user. */
export const adminListDevices = defineOperation({
  name: 'AdminListDevices',
  category: 'UserResourceRead',
  access: 'iam',
  input: Type.Composite([UserTarget, Paging]),
  run: (context, input) => devicePage(context, owner(context, input).key, input),
});

/** AdminGetDevice: one device of any user. */
export const adminGetDevice = defineOperation({
  name: 'AdminGetDevice',
  category: 'UserResourceRead',
  access: 'iam',
  input: Type.Composite([UserTarget, Type.Object({ DeviceKey })]),
  run(context, input) {
    const user = owner(context, input);
    return { Device: toDeviceType(getDeviceOf(context, user.key, input.DeviceKey)) };
  },
});

/** AdminForgetDevice: forgets a device of any user. */
export const adminForgetDevice = defineOperation({
  name: 'AdminForgetDevice',
  category: 'UserResourceUpdate',
  access: 'iam',
  input: Type.Composite([UserTarget, Type.Object({ DeviceKey })]),
  run(context, input) {
    forgetDeviceOf(context, getDeviceOf(context, owner(context, input).key, input.DeviceKey));
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
    const device = getDeviceOf(context, owner(context, input).key, input.DeviceKey);
    const status = input.DeviceRememberedStatus;
    if (status !== undefined) updateRemembered(context, device, status === 'remembered');
    return {};
  },
});

function owner(context: SandboxContext, input: { UserPoolId: string; Username: string }): User {
  const { pool, user } = getTarget(context, input);
  requireDeviceTracking(pool);
  return user;
}
