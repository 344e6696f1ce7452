import type {
  AuthenticationResultType,
  ChallengeNameType,
} from '@aws-sdk/client-cognito-identity-provider';
import { PoolkeeperError } from '../../errors.ts';
import type { IssuedTokens, SignInResult } from '../sign-in.ts';

/** What InitiateAuth and RespondToAuthChallenge answer, as far as this console uses it. */
export type AuthAnswer = {
  readonly ChallengeName?: ChallengeNameType | undefined;
  readonly Session?: string | undefined;
  readonly ChallengeParameters?: Readonly<Record<string, string>> | undefined;
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
};

const stepNames: ReadonlyMap<string, string> = new Map([
  ['SOFTWARE_TOKEN_MFA', 'a code from an authenticator app'],
  ['SMS_MFA', 'a code by SMS'],
  ['EMAIL_OTP', 'a code by e-mail'],
  ['SELECT_MFA_TYPE', 'a second factor'],
  ['MFA_SETUP', 'setting up a second factor'],
]);

/**
 * Tokens, or the challenge to answer next.
 *
 * @param username as typed; the service's own spelling is taken when it tells one
 * @throws PoolkeeperError `challenge_not_supported` for a step that this console cannot ask for
 */
export function toSignInResult(answer: AuthAnswer, username: string): SignInResult {
  if (answer.AuthenticationResult !== undefined) {
    return { kind: 'tokens', tokens: toTokens(answer.AuthenticationResult) };
  }
  if (answer.ChallengeName !== 'NEW_PASSWORD_REQUIRED') {
    throw challengeNotSupported(answer.ChallengeName);
  }
  const parameters = answer.ChallengeParameters ?? {};
  return {
    kind: 'challenge',
    challenge: {
      name: 'NEW_PASSWORD_REQUIRED',
      username: parameters.USER_ID_FOR_SRP ?? username,
      session: answer.Session ?? '',
      requiredAttributes: requiredAttributes(parameters.requiredAttributes),
    },
  };
}

/** @throws PoolkeeperError when the service left one out, as it never should */
export function toTokens(result: AuthenticationResultType | undefined): IssuedTokens {
  const { IdToken, AccessToken, RefreshToken } = result ?? {};
  if (IdToken === undefined || AccessToken === undefined) {
    throw new PoolkeeperError({
      code: 'pool_error',
      status: 502,
      publicMessage: 'The user pool answered the sign-in without tokens.',
    });
  }
  return { idToken: IdToken, accessToken: AccessToken, refreshToken: RefreshToken };
}

/** The error for a sign-in step that has no page here. */
export function challengeNotSupported(name: string | undefined): PoolkeeperError {
  const step = stepNames.get(name ?? '') ?? 'a sign-in step';
  return new PoolkeeperError({
    code: 'challenge_not_supported',
    status: 403,
    publicMessage: `Your account asks for ${step}, which this console cannot do yet. Sign in with an account that does not need it.`,
    cause: new Error(`Challenge ${name ?? 'without a name'}`),
  });
}

/** The service writes `["userAttributes.name"]`; its prefix is for the answer only. */
function requiredAttributes(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const names: unknown = JSON.parse(text);
  if (!Array.isArray(names)) return [];
  return names
    .filter((name) => typeof name === 'string')
    .map((name) => name.replace(/^userAttributes\./, ''));
}
