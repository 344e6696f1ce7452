import type {
  CodeChallenge,
  DeviceInSignIn,
  IssuedTokens,
  MfaFactor,
  NewDevice,
  Question,
  SignInChallenge,
  SignInGateway,
} from '../../sign-in.ts';

/** First factors, by the names that SELECT_CHALLENGE has for them. */
export const firstFactors = [
  'PASSWORD',
  'PASSWORD_SRP',
  'EMAIL_OTP',
  'SMS_OTP',
  'WEB_AUTHN',
] as const;
export type FirstFactor = (typeof firstFactors)[number];

/** The pool's half of an SRP exchange; numbers are in hexadecimal digits. */
export type SrpQuestion = {
  readonly srpB: string;
  readonly salt: string;
  /** Base64. */
  readonly secretBlock: string;
};

/** What proves an exchange: the signature in Base64, and the moment that is part of it. */
export type SrpProofAnswer = { readonly signature: string; readonly timestamp: string };

/** A code by SMS as the first factor; by email it has the name of the second factor. */
export type SmsOtpChallenge = Question & {
  readonly name: 'SMS_OTP';
  readonly destination: string;
};

export type PasswordProofChallenge = Question &
  SrpQuestion & {
    readonly name: 'PASSWORD_VERIFIER';
    /** The username to calculate with. */
    readonly userIdForSrp: string;
  };

export type DeviceStartChallenge = Question & {
  readonly name: 'DEVICE_SRP_AUTH';
  readonly deviceKey: string;
};

export type DeviceProofChallenge = Question &
  SrpQuestion & { readonly name: 'DEVICE_PASSWORD_VERIFIER'; readonly deviceKey: string };

export type FirstFactorChoice = Question & {
  readonly name: 'SELECT_CHALLENGE';
  readonly choices: readonly FirstFactor[];
};

/** A question of the pool, those included that only the person's own device can answer. */
export type StepChallenge =
  | SignInChallenge
  | SmsOtpChallenge
  | PasswordProofChallenge
  | DeviceStartChallenge
  | DeviceProofChallenge
  | FirstFactorChoice;

export type StepResult =
  | {
      readonly kind: 'tokens';
      readonly tokens: IssuedTokens;
      readonly newDevice?: NewDevice | undefined;
    }
  | { readonly kind: 'challenge'; readonly challenge: StepChallenge };

/** What SELECT_CHALLENGE is answered with. */
export type ChosenFactor =
  | { readonly choice: 'PASSWORD'; readonly password: string }
  | { readonly choice: 'PASSWORD_SRP'; readonly srpA: string }
  | { readonly choice: 'EMAIL_OTP' | 'SMS_OTP' };

/** What is the same for operators. */
type Shared = Omit<
  SignInGateway,
  'signIn' | 'setNewPassword' | 'answerCode' | 'chooseFactor' | 'finishSetup'
>;

/**
 * Sign-in of an application's users. As `SignInGateway`, and besides step by step, so that the password
 * need not leave the user's device. Until the password is proven, errors say `sign_in_failed` for whatever
 * is wrong with the account; `user_not_found` is thrown by `startSrp` and `startChoice` of an app client that
 * does not hide who exists, so that the caller can hide it.
 */
export interface StepwiseSignIn extends Shared {
  /** USER_SRP_AUTH, with the password proven by this process. */
  signIn(
    username: string,
    password: string,
    device?: DeviceInSignIn | undefined,
    owner?: string,
  ): Promise<StepResult>;
  /** USER_PASSWORD_AUTH, or ADMIN_USER_PASSWORD_AUTH where this is the gateway with IAM rights. */
  signInWithPlainPassword(
    username: string,
    password: string,
    device?: DeviceInSignIn | undefined,
  ): Promise<StepResult>;
  /** USER_SRP_AUTH, begun with the public value A of the user's device. */
  startSrp(username: string, srpA: string, device?: DeviceInSignIn): Promise<StepResult>;
  /** USER_AUTH: the user chooses the first factor, or the application prefers one. */
  startChoice(username: string, preferred?: FirstFactor): Promise<StepResult>;
  setNewPassword(
    challenge: Extract<StepChallenge, { name: 'NEW_PASSWORD_REQUIRED' }>,
    newPassword: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<StepResult>;
  answerCode(challenge: CodeChallenge | SmsOtpChallenge, code: string): Promise<StepResult>;
  chooseFactor(
    challenge: Extract<StepChallenge, { name: 'SELECT_MFA_TYPE' }>,
    factor: MfaFactor,
  ): Promise<StepResult>;
  finishSetup(
    challenge: Extract<StepChallenge, { name: 'MFA_SETUP' }>,
    code: string,
  ): Promise<StepResult>;
  chooseFirstFactor(challenge: FirstFactorChoice, chosen: ChosenFactor): Promise<StepResult>;
  /** Answers PASSWORD_VERIFIER; the device that the sign-in began with takes part. */
  provePassword(challenge: PasswordProofChallenge, proof: SrpProofAnswer): Promise<StepResult>;
  startDevice(challenge: DeviceStartChallenge, srpA: string): Promise<StepResult>;
  proveDevice(challenge: DeviceProofChallenge, proof: SrpProofAnswer): Promise<StepResult>;
}
