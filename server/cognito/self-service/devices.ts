import {
  ConfirmDeviceCommand,
  ForgetDeviceCommand,
  GetDeviceCommand,
  ListDevicesCommand,
  UpdateDeviceStatusCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { notFound } from '../../errors.ts';
import type { Send } from '../client.ts';
import type { SelfServiceGateway } from '../self-service.ts';
import { toDevice } from '../users/access.ts';
import type { UserDevice } from '../users/access-types.ts';
import { deviceNotFound, deviceRules, translate } from './errors.ts';

type DeviceOperations = Pick<
  SelfServiceGateway,
  'devices' | 'device' | 'confirmDevice' | 'setDeviceRemembered' | 'forgetDevice'
>;

const largestPage = 60;

/** The part of self-service that is about devices. */
export function deviceOperations(send: Send): DeviceOperations {
  return {
    async devices(AccessToken) {
      const devices: UserDevice[] = [];
      let token: string | undefined;
      do {
        const page = { AccessToken, Limit: largestPage, PaginationToken: token };
        const answer = await translate(send(new ListDevicesCommand(page)), deviceRules);
        devices.push(...(answer.Devices ?? []).map(toDevice));
        token = answer.PaginationToken;
      } while (token !== undefined);
      return devices;
    },

    async device(AccessToken, DeviceKey) {
      const { Device } = await translate(
        send(new GetDeviceCommand({ AccessToken, DeviceKey })),
        deviceRules,
      );
      if (Device === undefined) throw notFound(deviceNotFound.code, deviceNotFound.publicMessage);
      return toDevice(Device);
    },

    async confirmDevice(AccessToken, DeviceKey, { passwordVerifier, salt }, DeviceName) {
      const { UserConfirmationNecessary } = await translate(
        send(
          new ConfirmDeviceCommand({
            AccessToken,
            DeviceKey,
            DeviceName,
            DeviceSecretVerifierConfig: { PasswordVerifier: passwordVerifier, Salt: salt },
          }),
        ),
        deviceRules,
      );
      return { needsConfirmation: UserConfirmationNecessary === true };
    },

    async setDeviceRemembered(AccessToken, DeviceKey, isRemembered) {
      await translate(
        send(
          new UpdateDeviceStatusCommand({
            AccessToken,
            DeviceKey,
            DeviceRememberedStatus: isRemembered ? 'remembered' : 'not_remembered',
          }),
        ),
        deviceRules,
      );
    },

    async forgetDevice(AccessToken, DeviceKey) {
      await translate(send(new ForgetDeviceCommand({ AccessToken, DeviceKey })), deviceRules);
    },
  };
}
