import type { Operation } from '../wire/operation.ts';
import {
  adminForgetDevice,
  adminGetDevice,
  adminListDevices,
  adminUpdateDeviceStatus,
} from './operations/admin-devices.ts';
import { confirmDevice } from './operations/confirm-device.ts';
import {
  forgetDevice,
  getDevice,
  listDevices,
  updateDeviceStatus,
} from './operations/own-devices.ts';

/** The operations on devices. */
export const deviceOperations: readonly Operation[] = [
  confirmDevice,
  listDevices,
  getDevice,
  forgetDevice,
  updateDeviceStatus,
  adminListDevices,
  adminGetDevice,
  adminForgetDevice,
  adminUpdateDeviceStatus,
];
