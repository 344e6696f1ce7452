import { Type } from '@sinclair/typebox';
import { toBigInt } from '../../sign-in/srp/group.ts';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { AwsError, invalidParameter } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken } from '../../wire/shapes.ts';
import { deviceNotFound, requireDeviceTracking } from '../device.ts';
import { insertDevice } from '../store.ts';
import { DeviceKey } from './shapes.ts';

const longestVerifier = 3072 / 8 + 1;

/** ConfirmDevice: the device that a sign-in gave a key to leaves its SRP verifier. */
export const confirmDevice = defineOperation({
  name: 'ConfirmDevice',
  category: 'UserResourceUpdate',
  access: 'public',
  input: Type.Object({
    AccessToken,
    DeviceKey,
    DeviceSecretVerifierConfig: Type.Optional(
      Type.Object({
        PasswordVerifier: Type.Optional(Type.String()),
        Salt: Type.Optional(Type.String()),
      }),
    ),
    DeviceName: Type.Optional(Type.String()),
  }),
  async run(context, input, info) {
    const { pool, user, family } = await verifyAccessToken(context, input.AccessToken);
    requireDeviceTracking(pool);
    if (family.deviceKey !== input.DeviceKey) throw deviceNotFound();
    const { PasswordVerifier = '', Salt = '' } = input.DeviceSecretVerifierConfig ?? {};
    const verifier = Buffer.from(PasswordVerifier, 'base64');
    const salt = Buffer.from(Salt, 'base64');
    if (salt.length === 0 || verifier.length > longestVerifier || toBigInt(verifier) <= 1n) {
      throw invalidParameter('Invalid device secret verifier config.');
    }
    const isOnPrompt = pool.settings.DeviceConfiguration?.DeviceOnlyRememberedOnUserPrompt === true;
    const isNew = insertDevice(context, {
      userKey: user.key,
      deviceKey: input.DeviceKey,
      name: input.DeviceName ?? info.userAgent,
      salt,
      verifier,
      isRemembered: !isOnPrompt,
      lastIpAddress: info.ipAddress,
    });
    if (!isNew) throw new AwsError('DeviceKeyExistsException', 'The device is confirmed already.');
    return { UserConfirmationNecessary: isOnPrompt };
  },
});
