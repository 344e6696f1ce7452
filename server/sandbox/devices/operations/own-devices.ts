import { Type } from '@sinclair/typebox';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken } from '../../wire/shapes.ts';
import { requireDeviceTracking, toDeviceType } from '../device.ts';
import { forgetDeviceOf } from '../forget.ts';
import { updateRemembered } from '../store.ts';
import { DeviceKey, DeviceRememberedStatus, devicePage, getDeviceOf, Paging } from './shapes.ts';

/** ListDevices: the devices of a signed-in user. */
export const listDevices = defineOperation({
  name: 'ListDevices',
  category: 'UserResourceRead',
  access: 'public',
  input: Type.Composite([Type.Object({ AccessToken }), Paging]),
  async run(context, input) {
    const { pool, user } = await verifyAccessToken(context, input.AccessToken);
    requireDeviceTracking(pool);
    return devicePage(context, { pool, user }, input);
  },
});

/** GetDevice: one device of a signed-in user. */
export const getDevice = defineOperation({
  name: 'GetDevice',
  category: 'UserResourceRead',
  access: 'public',
  input: Type.Object({ AccessToken, DeviceKey }),
  async run(context, input) {
    const { pool, user } = await verifyAccessToken(context, input.AccessToken);
    requireDeviceTracking(pool);
    const device = getDeviceOf(context, user.key, input.DeviceKey);
    return { Device: toDeviceType({ pool, user }, device) };
  },
});

/** ForgetDevice: a signed-in user forgets an own device. */
export const forgetDevice = defineOperation({
  name: 'ForgetDevice',
  category: 'UserResourceUpdate',
  access: 'public',
  input: Type.Object({ AccessToken, DeviceKey }),
  async run(context, input) {
    const { pool, user } = await verifyAccessToken(context, input.AccessToken);
    requireDeviceTracking(pool);
    forgetDeviceOf(context, getDeviceOf(context, user.key, input.DeviceKey));
    return {};
  },
});

/** UpdateDeviceStatus: a signed-in user has an own device remembered, or not. */
export const updateDeviceStatus = defineOperation({
  name: 'UpdateDeviceStatus',
  category: 'UserResourceUpdate',
  access: 'public',
  input: Type.Object({ AccessToken, DeviceKey, DeviceRememberedStatus }),
  async run(context, input) {
    const { pool, user } = await verifyAccessToken(context, input.AccessToken);
    requireDeviceTracking(pool);
    const device = getDeviceOf(context, user.key, input.DeviceKey);
    const status = input.DeviceRememberedStatus;
    if (status !== undefined) updateRemembered(context, device, status === 'remembered');
    return {};
  },
});
