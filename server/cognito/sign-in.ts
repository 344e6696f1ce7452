/** Tokens as the pool issued them; lifetimes are in their claims. */
export type IssuedTokens = {
  readonly idToken: string;
  readonly accessToken: string;
  /** Absent when a refresh did not rotate it: the old one goes on. */
  readonly refreshToken: string | undefined;
  /** The device that the refresh token is good for; absent where the pool tracks none. */
  readonly deviceKey?: string | undefined;
};

/** A second factor, by the name of its challenge. */
export const mfaFactors = ['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'] as const;
export type MfaFactor = (typeof mfaFactors)[number];

/** What a browser keeps to prove later that it is the same one. */
export type Device = {
  readonly key: string;
  readonly groupKey: string;
  /** The device's own password, which the pool knows as an SRP verifier only. */
  readonly password: string;
};

/** A device that the pool has given a key, but that has not left its verifier yet. */
export type NewDevice = Pick<Device, 'key' | 'groupKey'>;

/** A device on the way through a sign-in; without its password it proves itself elsewhere. */
export type DeviceInSignIn = Pick<Device, 'key'> & Partial<Device>;

/** A device's password, and the verifier that the pool keeps of it, in Base64. */
export type DeviceVerifier = {
  readonly password: string;
  readonly verifier: string;
  readonly salt: string;
};

export type Question = {
  /** The username as Cognito calls it; every answer must use this one. */
  readonly username: string;
  /** Opaque, short-lived, single-use. */
  readonly session: string;
  /** The device that takes part in this sign-in. */
  readonly device?: DeviceInSignIn | undefined;
};

export type NewPasswordChallenge = Question & {
  readonly name: 'NEW_PASSWORD_REQUIRED';
  /** Names of attributes that must be answered together with the new password. */
  readonly requiredAttributes: readonly string[];
};

export type CodeChallenge = Question & {
  readonly name: MfaFactor;
  /** Where the code went, masked (`+*******0132`), or the authenticator's name; empty when not told. */
  readonly destination: string;
};

export type FactorChoice = Question & {
  readonly name: 'SELECT_MFA_TYPE';
  readonly factors: readonly MfaFactor[];
};

export type AuthenticatorSetup = Question & {
  readonly name: 'MFA_SETUP';
  /** The key for the authenticator app, in base32. */
  readonly secret: string;
};

/** A question that the pool asks before it issues tokens. */
export type SignInChallenge =
  | NewPasswordChallenge
  | CodeChallenge
  | FactorChoice
  | AuthenticatorSetup;

export type SignInResult =
  | {
      readonly kind: 'tokens';
      readonly tokens: IssuedTokens;
      /** Given to a browser that the pool does not know, where it tracks devices. */
      readonly newDevice?: NewDevice | undefined;
    }
  | { readonly kind: 'challenge'; readonly challenge: SignInChallenge };

/**
 * Sign-in of operators against the operator pool's app client. Errors are `PoolkeeperError`s:
 * `sign_in_failed` (401) for a wrong username or password alike and for an account that cannot sign in now,
 * `challenge_not_supported`, `challenge_expired`, `invalid_password`, and
 * `wrong_code` or `code_expired` (422, with a message for the field `code`).
 */
export interface SignInGateway {
  /**
   * USER_SRP_AUTH: the password itself never leaves the process. A device that the pool remembers
   * proves itself on the way; one that it has forgotten is left out.
   *
   * @param owner who takes turns with others, such as the address of the request; the username by default
   * @throws PoolkeeperError besides, `sign_in_busy` (503) while too many of this owner wait
   */
  signIn(
    username: string,
    password: string,
    device?: Device | undefined,
    owner?: string,
  ): Promise<SignInResult>;
  /** Answers NEW_PASSWORD_REQUIRED. `attributes` has the required ones. */
  setNewPassword(
    challenge: NewPasswordChallenge,
    newPassword: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<SignInResult>;
  /** Answers a challenge for a code; after a wrong one the challenge can be answered again. */
  answerCode(challenge: CodeChallenge, code: string): Promise<SignInResult>;
  /** Answers SELECT_MFA_TYPE; a code that has to be sent is sent now. */
  chooseFactor(challenge: FactorChoice, factor: MfaFactor): Promise<SignInResult>;
  /** Proves that the authenticator was set up, with the first code that it shows. */
  finishSetup(challenge: AuthenticatorSetup, code: string): Promise<SignInResult>;
  /** A new password for a device, with the verifier by which the pool recognizes it. */
  deviceVerifier(device: NewDevice): Promise<DeviceVerifier>;
  /** Leaves the new device's verifier with the pool, and has it remembered if that is wished. */
  confirmDevice(
    accessToken: string,
    device: NewDevice,
    options: { readonly name: string; readonly isRemembered: boolean },
  ): Promise<Device>;
  /** Has a device that was confirmed before stand in for the second factor from now on. */
  rememberDevice(accessToken: string, deviceKey: string): Promise<void>;
  /** Sends a code with which a new password can be set. Does not tell whether there is such a user. */
  sendResetCode(username: string): Promise<void>;
  /** Sets a new password with a code: `wrong_code`, `code_expired` or `invalid_password` otherwise. */
  resetPassword(username: string, code: string, newPassword: string): Promise<void>;
  /** New access and ID tokens; throws `session_ended` (401) when the refresh token no longer works. */
  refresh(
    refreshToken: string,
    username: string,
    deviceKey?: string | undefined,
  ): Promise<IssuedTokens>;
  /**
   * Revokes the refresh token and every access token that came from it. One that is not valid any more is
   * a success (RFC 7009, 2.2).
   *
   * @throws PoolkeeperError `not_a_refresh_token` (422), `not_enabled_in_pool` (409)
   */
  revoke(refreshToken: string): Promise<void>;
  /** Whether the pool still takes an access token: it was not revoked, and its user can sign in. */
  isAccepted(accessToken: string): Promise<boolean>;
}
