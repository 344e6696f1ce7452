import {
  type CognitoIdentityProviderClient,
  ConfirmDeviceCommand,
  type RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  createDeviceVerifier,
  createSrpSession,
  signSrpSessionWithDevice,
} from 'cognito-srp-helper';
import type { TestPool } from '../sign-in/pool.ts';
import { answerChallenge } from '../sign-in/sdk-calls.ts';

/** What a device keeps of itself. */
export interface TestDevice {
  deviceKey: string;
  groupKey: string;
  password: string;
}

/** Confirms the device that a sign-in gave a key to, with an independent client's verifier. */
export async function confirmNewDevice(
  cognito: CognitoIdentityProviderClient,
  signedIn: Pick<RespondToAuthChallengeCommandOutput, 'AuthenticationResult'>,
): Promise<TestDevice> {
  const { AccessToken, NewDeviceMetadata } = signedIn.AuthenticationResult ?? {};
  const { DeviceKey: deviceKey = '', DeviceGroupKey: groupKey = '' } = NewDeviceMetadata ?? {};
  const made = createDeviceVerifier(deviceKey, groupKey);
  await cognito.send(
    new ConfirmDeviceCommand({
      AccessToken,
      DeviceKey: deviceKey,
      DeviceName: 'test device',
      DeviceSecretVerifierConfig: made.DeviceSecretVerifierConfig,
    }),
  );
  return { deviceKey, groupKey, password: made.DeviceRandomPassword };
}

/** Answers DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER as a device does. */
export async function proveDevice(
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  challenge: { Session?: string | undefined },
  device: TestDevice,
  { withoutSession = false, username = 'ada' } = {},
): Promise<RespondToAuthChallengeCommandOutput> {
  const session = createSrpSession(username, device.password, pool.userPoolId, false);
  const begun = await answerChallenge(
    cognito,
    pool,
    {
      ChallengeName: 'DEVICE_SRP_AUTH',
      Session: withoutSession ? undefined : challenge.Session,
    },
    { USERNAME: username, DEVICE_KEY: device.deviceKey, SRP_A: session.largeA },
  );
  const signed = signSrpSessionWithDevice(
    session,
    { ChallengeParameters: begun.ChallengeParameters ?? {} },
    device.groupKey,
    device.password,
  );
  return answerChallenge(
    cognito,
    pool,
    {
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
      Session: withoutSession ? undefined : begun.Session,
    },
    {
      USERNAME: username,
      DEVICE_KEY: device.deviceKey,
      PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
      PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
      TIMESTAMP: signed.timestamp,
    },
  );
}
