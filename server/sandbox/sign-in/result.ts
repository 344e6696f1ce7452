import type { SignInAttempt } from './session/session.ts';

/** The challenges that the sandbox knows. */
export type ChallengeName =
  | 'PASSWORD_VERIFIER'
  | 'NEW_PASSWORD_REQUIRED'
  | 'SOFTWARE_TOKEN_MFA'
  | 'SMS_MFA'
  | 'EMAIL_OTP'
  | 'SMS_OTP'
  | 'SELECT_MFA_TYPE'
  | 'MFA_SETUP'
  | 'DEVICE_SRP_AUTH'
  | 'DEVICE_PASSWORD_VERIFIER'
  | 'SELECT_CHALLENGE'
  | 'PASSWORD'
  | 'PASSWORD_SRP';

/** Something more is asked of the person. */
export interface Challenge {
  readonly kind: 'challenge';
  readonly name: ChallengeName;
  readonly session: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Only with SELECT_CHALLENGE. */
  readonly available?: readonly ChallengeName[];
}

/** The person is signed in; tokens or a browser session may be given out. */
export interface Completed {
  readonly kind: 'completed';
  readonly attempt: SignInAttempt;
}

/** What one step of signing in comes to. Refusals are thrown as AwsError. */
export type StepResult = Challenge | Completed;
