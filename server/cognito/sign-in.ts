/** Tokens as the pool issued them; lifetimes are in their claims. */
export type IssuedTokens = {
  readonly idToken: string;
  readonly accessToken: string;
  /** Absent when a refresh did not rotate it: the old one goes on. */
  readonly refreshToken: string | undefined;
};

/** A question that the pool asks before it issues tokens. */
export type SignInChallenge = {
  readonly name: 'NEW_PASSWORD_REQUIRED';
  /** The username as Cognito calls it; every answer must use this one. */
  readonly username: string;
  /** Opaque, short-lived, single-use. */
  readonly session: string;
  /** Names of attributes that must be answered together with the new password. */
  readonly requiredAttributes: readonly string[];
};

export type SignInResult =
  | { readonly kind: 'tokens'; readonly tokens: IssuedTokens }
  | { readonly kind: 'challenge'; readonly challenge: SignInChallenge };

/**
 * Sign-in of operators against the operator pool's app client. Errors are `PoolkeeperError`s:
 * `sign_in_failed` (401) for a wrong username or password alike, `password_reset_required`,
 * `user_not_confirmed`, `challenge_not_supported`, `challenge_expired`, `invalid_password`.
 */
export interface SignInGateway {
  /** USER_SRP_AUTH: the password itself never leaves the process. */
  signIn(username: string, password: string): Promise<SignInResult>;
  /** Answers NEW_PASSWORD_REQUIRED. `attributes` has the required ones. */
  setNewPassword(
    challenge: SignInChallenge,
    newPassword: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<SignInResult>;
  /** New access and ID tokens; throws `session_ended` (401) when the refresh token no longer works. */
  refresh(refreshToken: string, username: string): Promise<IssuedTokens>;
  /** Revokes the refresh token and every access token that came from it. */
  revoke(refreshToken: string): Promise<void>;
}
