import {
  ConfirmDeviceCommand,
  UpdateDeviceStatusCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SignInGateway } from '../sign-in.ts';
import type { AppClient } from './app-client.ts';
import type { Srp } from './srp/srp.ts';

/**
 * Devices of the person who is signing in. Where a pool tracks devices, a refresh token works only
 * once its device is confirmed.
 *
 * Source: API reference, ConfirmDevice and UpdateDeviceStatus.
 */
export function deviceOperations(
  { send }: AppClient,
  srp: Srp,
): Pick<SignInGateway, 'deviceVerifier' | 'confirmDevice' | 'rememberDevice'> {
  const rememberDevice = async (accessToken: string, deviceKey: string): Promise<void> => {
    await send(
      new UpdateDeviceStatusCommand({
        AccessToken: accessToken,
        DeviceKey: deviceKey,
        DeviceRememberedStatus: 'remembered',
      }),
    );
  };
  return {
    rememberDevice,
    deviceVerifier: (device) => srp.verifier(device),
    async confirmDevice(accessToken, device, { name, isRemembered }) {
      const { password, verifier, salt } = await srp.verifier(device);
      const { UserConfirmationNecessary } = await send(
        new ConfirmDeviceCommand({
          AccessToken: accessToken,
          DeviceKey: device.key,
          DeviceName: name,
          DeviceSecretVerifierConfig: { PasswordVerifier: verifier, Salt: salt },
        }),
      );
      if (UserConfirmationNecessary && isRemembered) await rememberDevice(accessToken, device.key);
      return { ...device, password };
    },
  };
}
