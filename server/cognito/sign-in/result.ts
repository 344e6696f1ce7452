import type {
  AuthenticationResultType,
  ChallengeNameType,
} from '@aws-sdk/client-cognito-identity-provider';
import { PoolkeeperError } from '../../errors.ts';
import {
  type DeviceInSignIn,
  type IssuedTokens,
  type MfaFactor,
  mfaFactors,
  type Question,
} from '../sign-in.ts';
import {
  type FirstFactor,
  firstFactors,
  type StepChallenge,
  type StepResult,
} from './stepwise/types.ts';

/** What InitiateAuth and RespondToAuthChallenge answer, as far as this console uses it. */
export type AuthAnswer = {
  readonly ChallengeName?: ChallengeNameType | undefined;
  readonly Session?: string | undefined;
  readonly AvailableChallenges?: readonly string[] | undefined;
  readonly ChallengeParameters?: Readonly<Record<string, string>> | undefined;
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
};

/**
 * Tokens, or the challenge to answer next.
 *
 * @param username as typed; the service's own spelling is taken when it tells one
 * @param device the one that takes part in this sign-in
 * @throws PoolkeeperError `challenge_not_supported` for a step that this console cannot ask for
 */
export function toSignInResult(
  answer: AuthAnswer,
  username: string,
  device: DeviceInSignIn | undefined,
): StepResult {
  const { AuthenticationResult: result } = answer;
  if (result !== undefined) {
    const { DeviceKey: key, DeviceGroupKey: groupKey } = result.NewDeviceMetadata ?? {};
    const newDevice = key !== undefined && groupKey !== undefined ? { key, groupKey } : undefined;
    return { kind: 'tokens', tokens: toTokens(result, newDevice?.key ?? device?.key), newDevice };
  }
  const parameters = answer.ChallengeParameters ?? {};
  const question = {
    username: parameters.USER_ID_FOR_SRP ?? username,
    session: answer.Session ?? '',
    device,
  };
  return { kind: 'challenge', challenge: toChallenge(answer, question) };
}

function toChallenge(
  { ChallengeName: name, ChallengeParameters: parameters = {}, AvailableChallenges }: AuthAnswer,
  question: Question,
): StepChallenge {
  if (name === 'NEW_PASSWORD_REQUIRED') {
    const requiredAttributes = attributesIn(parameters.requiredAttributes);
    return { ...question, name, requiredAttributes };
  }
  if (name === 'SELECT_MFA_TYPE') {
    return { ...question, name, factors: factorsIn(parameters.MFAS_CAN_CHOOSE) };
  }
  if (isMfaFactor(name) || name === 'SMS_OTP') {
    const { CODE_DELIVERY_DESTINATION, FRIENDLY_DEVICE_NAME } = parameters;
    const destination = CODE_DELIVERY_DESTINATION ?? FRIENDLY_DEVICE_NAME ?? '';
    return { ...question, name, destination };
  }
  if (name === 'SELECT_CHALLENGE') {
    return { ...question, name, choices: (AvailableChallenges ?? []).filter(isFirstFactor) };
  }
  const srp = {
    srpB: parameters.SRP_B ?? '',
    salt: parameters.SALT ?? '',
    secretBlock: parameters.SECRET_BLOCK ?? '',
  };
  if (name === 'PASSWORD_VERIFIER') {
    return { ...question, ...srp, name, userIdForSrp: question.username };
  }
  const deviceKey = parameters.DEVICE_KEY ?? question.device?.key ?? '';
  if (name === 'DEVICE_SRP_AUTH') return { ...question, name, deviceKey };
  if (name === 'DEVICE_PASSWORD_VERIFIER') return { ...question, ...srp, name, deviceKey };
  throw challengeNotSupported(name);
}

/** @throws PoolkeeperError when the service left one out, as it never should */
export function toTokens(
  result: AuthenticationResultType | undefined,
  deviceKey: string | undefined,
): IssuedTokens {
  const { IdToken, AccessToken, RefreshToken } = result ?? {};
  if (IdToken === undefined || AccessToken === undefined) {
    throw new PoolkeeperError({
      code: 'pool_error',
      status: 502,
      publicMessage: 'The user pool answered the sign-in without tokens.',
    });
  }
  return { idToken: IdToken, accessToken: AccessToken, refreshToken: RefreshToken, deviceKey };
}

/** The error for a sign-in step that has no page here. */
export function challengeNotSupported(name: string | undefined): PoolkeeperError {
  return new PoolkeeperError({
    code: 'challenge_not_supported',
    status: 403,
    publicMessage:
      'Your account asks for a sign-in step that this console cannot do. Sign in with an account that does not need it.',
    cause: new Error(`Challenge ${name ?? 'without a name'}`),
  });
}

/** The error for a pool that wants a second factor which is no authenticator. */
export function setupNotPossible(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'challenge_not_supported',
    status: 403,
    publicMessage:
      'Your account needs a second factor and has none. Ask an administrator to add your phone number or e-mail address, then sign in again.',
  });
}

/** The factors of a parameter such as `["SMS_MFA","SOFTWARE_TOKEN_MFA"]`; unknown ones are left out. */
export function factorsIn(text: string | undefined): readonly MfaFactor[] {
  return listIn(text).filter(isMfaFactor);
}

function isMfaFactor(name: string | undefined): name is MfaFactor {
  return mfaFactors.some((factor) => factor === name);
}

function isFirstFactor(name: string): name is FirstFactor {
  return firstFactors.some((factor) => factor === name);
}

/** The service writes `["userAttributes.name"]`; its prefix is for the answer only. */
function attributesIn(text: string | undefined): readonly string[] {
  return listIn(text).map((name) => name.replace(/^userAttributes\./, ''));
}

function listIn(text: string | undefined): readonly string[] {
  const list: unknown = text === undefined ? [] : JSON.parse(text);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
