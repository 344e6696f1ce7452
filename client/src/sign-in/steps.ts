import type { Challenge } from '../transport.ts';
import type { Attributes, Factor, TotpSetup } from '../types.ts';

/** What a step is, without its methods: what `JSON.stringify` writes and `client.resume` reads. */
type Base<Status extends string> = {
  readonly status: Status;
  /** As typed. */
  readonly username: string;
  /** The question as the pool asked it, and the handle that stands for the sign-in so far. */
  readonly challenge?: Challenge | undefined;
};

/** Tokens are stored, and the client's methods work. */
export type SignedIn = {
  readonly status: 'signed-in';
  /** As the pool calls the person. */
  readonly username: string;
  /** Whether this device is new, and the person is to be asked: `client.devices.remember()`. */
  readonly mayRememberDevice: boolean;
};

export type NewPasswordStep = Base<'new-password'> & {
  /** Attributes that must be given along. */
  readonly requiredAttributes: readonly string[];
  setPassword(newPassword: string, attributes?: Attributes): Promise<SignInStep>;
};

/** A code of an authenticator app, a text message or an email. */
export type CodeStep = Base<Factor> & {
  /** Where it was sent, masked, or the name of the app. */
  readonly destination: string;
  /** After `wrong_code` the same step can be answered again. */
  answer(code: string): Promise<SignInStep>;
};

export type ChooseFactorStep = Base<'choose-factor'> & {
  readonly factors: readonly Factor[];
  choose(factor: Factor): Promise<SignInStep>;
};

export type SetUpTotpStep = Base<'set-up-totp'> &
  TotpSetup & { verify(code: string): Promise<SignInStep> };

/** `PASSWORD`, `PASSWORD_SRP`, `EMAIL_OTP`, `SMS_OTP`. */
export type ChooseChallengeStep = Base<'choose-challenge'> & {
  readonly choices: readonly string[];
  /** Without the password that a choice needs, the next step asks for it. */
  choose(choice: string, password?: string): Promise<SignInStep>;
};

/** The password is asked for after the username; it is proven, and not sent. */
export type PasswordStep = Base<'password-srp'> & {
  answer(password: string): Promise<SignInStep>;
};

/** Where a sign-in stands. Branch by `status`. */
export type SignInStep =
  | SignedIn
  | NewPasswordStep
  | CodeStep
  | ChooseFactorStep
  | SetUpTotpStep
  | ChooseChallengeStep
  | PasswordStep;

/** A step as JSON: without methods. */
export type SavedStep = {
  readonly status: string;
  readonly username: string;
  readonly challenge?: Challenge | undefined;
};
