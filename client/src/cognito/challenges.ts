import { ClientError } from '../errors.ts';
import { totpUri } from '../text/totp-uri.ts';
import type { Challenge, ChallengeAnswer } from '../transport.ts';
import type { Tokens } from '../types.ts';
import type { AuthenticationResult, CognitoAnswer } from './answers.ts';
import type { AppClient } from './app-client.ts';
import { isAboutDeviceIn, toChallengeError, toDeviceError } from './errors.ts';

/** What the handle of a challenge stands for where no server keeps it. */
type Attempt = {
  readonly session: string | undefined;
  readonly username: string;
  readonly deviceKey?: string | undefined;
};

const codeMembers: Readonly<Record<string, string>> = {
  SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE',
  SMS_MFA: 'SMS_MFA_CODE',
  SMS_OTP: 'SMS_OTP_CODE',
  EMAIL_OTP: 'EMAIL_OTP_CODE',
};

/**
 * Turns what Cognito answered to a step of a sign-in into tokens or a challenge.
 *
 * Source: API reference, InitiateAuth and RespondToAuthChallenge.
 */
export async function toStep(
  client: AppClient,
  answer: CognitoAnswer,
  { username, deviceKey }: Pick<Attempt, 'username' | 'deviceKey'>,
): Promise<Tokens | Challenge> {
  if (answer.AuthenticationResult) return toTokens(answer.AuthenticationResult);
  const challenge = answer.ChallengeName ?? '';
  const given: Record<string, string> = answer.ChallengeParameters ?? {};
  const ownName = given.USER_ID_FOR_SRP ?? username;
  const attempt = { session: answer.Session, username: ownName, deviceKey };
  const handle = JSON.stringify(attempt);
  if (challenge === 'MFA_SETUP') {
    const started = await client.call('AssociateSoftwareToken', { Session: answer.Session });
    const secret = started.SecretCode ?? '';
    return {
      challenge,
      handle: JSON.stringify({ ...attempt, session: started.Session }),
      secret,
      uri: totpUri(secret, ownName, client.options.totpIssuer),
    };
  }
  const [, poolName = ''] = client.options.userPoolId.split('_');
  return {
    challenge,
    handle,
    destination: given.CODE_DELIVERY_DESTINATION ?? given.FRIENDLY_DEVICE_NAME,
    requiredAttributes: listIn(given.requiredAttributes).map((name) =>
      name.replace(/^userAttributes\./, ''),
    ),
    factors: listIn(given.MFAS_CAN_CHOOSE),
    choices: answer.AvailableChallenges ?? [],
    ...(given.SRP_B !== undefined && {
      srpB: given.SRP_B,
      salt: given.SALT ?? '',
      secretBlock: given.SECRET_BLOCK ?? '',
      userIdForSrp: ownName,
      poolName,
    }),
    ...(given.DEVICE_KEY !== undefined && { deviceKey: given.DEVICE_KEY }),
  };
}

/** RespondToAuthChallenge, in the members of the account API. */
export async function respond(
  client: AppClient,
  { challenge, handle, secretBlock }: Challenge,
  answer: ChallengeAnswer,
): Promise<Tokens | Challenge> {
  const attempt = attemptOf(handle);
  let { session } = attempt;
  try {
    if (challenge === 'MFA_SETUP') {
      const input = { Session: session, UserCode: answer.code };
      session = (await client.call('VerifySoftwareToken', input)).Session;
    }
    const answered = await client.call('RespondToAuthChallenge', {
      ClientId: client.options.clientId,
      ChallengeName: challenge,
      Session: session,
      ChallengeResponses: {
        ...membersOf(challenge, answer, secretBlock),
        ...(await client.named(attempt.username, attempt.deviceKey)),
      },
    });
    return await toStep(client, answered, attempt);
  } catch (error) {
    const isAboutDevice =
      challenge.startsWith('DEVICE_') || isAboutDeviceIn(error, attempt.deviceKey);
    throw isAboutDevice ? toDeviceError(error) : toChallengeError(error);
  }
}

function membersOf(
  challenge: string,
  answer: ChallengeAnswer,
  secretBlock: string | undefined,
): Record<string, string | undefined> {
  if (challenge === 'MFA_SETUP') return {};
  if (challenge === 'NEW_PASSWORD_REQUIRED') {
    const attributes = Object.entries(answer.attributes ?? {});
    const prefixed = attributes.map(([name, value]) => [`userAttributes.${name}`, value]);
    return { ...Object.fromEntries(prefixed), NEW_PASSWORD: answer.newPassword };
  }
  if (answer.signature !== undefined) {
    return {
      PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
      PASSWORD_CLAIM_SIGNATURE: answer.signature,
      TIMESTAMP: answer.timestamp,
    };
  }
  const codeMember = codeMembers[challenge];
  if (codeMember !== undefined) return { [codeMember]: answer.code };
  return {
    ANSWER: answer.choice ?? answer.factor,
    SRP_A: answer.srpA,
    PASSWORD: answer.password,
  };
}

export function toTokens(result: AuthenticationResult = {}): Tokens {
  const { DeviceKey: key, DeviceGroupKey: groupKey } = result.NewDeviceMetadata ?? {};
  return {
    accessToken: result.AccessToken ?? '',
    idToken: result.IdToken ?? '',
    expiresIn: result.ExpiresIn ?? 0,
    ...(result.RefreshToken && { refreshToken: result.RefreshToken }),
    ...(key && groupKey && { newDevice: { key, groupKey } }),
  };
}

function attemptOf(handle: string): Attempt {
  try {
    const { session, username, deviceKey }: Attempt = JSON.parse(handle);
    return { session, username, deviceKey };
  } catch {
    const message = 'This sign-in cannot be continued. Sign in again.';
    throw new ClientError({ code: 'handle_expired', status: 401, message });
  }
}

function listIn(text: string | undefined): string[] {
  return text === undefined ? [] : JSON.parse(text);
}
