import type { MfaChange } from './gateway.ts';
import type { MfaFactor, UserDevice, UserSession } from './users/access-types.ts';

/** The attributes that a code can verify. */
export const contacts = ['email', 'phone_number'] as const;
export type Contact = (typeof contacts)[number];

/** A user as their own access token reads them. */
export type OwnUser = {
  readonly username: string;
  /** Every attribute that the app client may read, by its name in the pool; `sub` among them. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Second factors that are switched on. */
  readonly enabled: readonly MfaFactor[];
  readonly preferred: MfaFactor | undefined;
};

/** Where a code was sent. */
export type CodeDelivery = {
  /** Masked: `a***@e***`. */
  readonly destination: string;
  readonly medium: 'email' | 'sms';
  /** The attribute that the code verifies, by its name in the pool. */
  readonly attribute: string;
};

export type OwnSession = UserSession & {
  /** The session that the calling access token belongs to. */
  readonly isCurrent: boolean;
};

/** What the pool stores of a device's password. Source: RFC 5054; API reference, DeviceSecretVerifierConfigType. */
export type DeviceVerifierConfig = {
  /** In Base64, as the salt. */
  readonly passwordVerifier: string;
  readonly salt: string;
};

/**
 * What a signed-in user does with their own account, by their own access token: no call uses AWS credentials.
 * Every method throws a `PoolkeeperError` whose sentence addresses the user; all may throw `token_revoked`
 * (401) for a token that the pool no longer accepts although it has not expired, `token_refused` (401) for
 * one that has, and `insufficient_scope` (403) for one without `aws.cognito.signin.user.admin`.
 *
 * Source: Amazon Cognito user pools API reference, operations that take an AccessToken.
 */
export interface SelfServiceGateway {
  /** `GetUser`. */
  user(accessToken: string): Promise<OwnUser>;
  /**
   * Sets attributes, and removes those that are null, in one call.
   *
   * @returns where codes were sent that verify changed contacts
   * @throws PoolkeeperError `invalid_parameter` (422) with a sentence for each attribute that the pool
   * refuses, `alias_exists` (409)
   */
  changeAttributes(
    accessToken: string,
    changes: Readonly<Record<string, string | null>>,
  ): Promise<readonly CodeDelivery[]>;
  /** @throws PoolkeeperError `no_such_contact` (409), `pool_limit_exceeded` (429), `code_delivery_failed` (502) */
  sendContactCode(accessToken: string, contact: Contact): Promise<CodeDelivery>;
  /** @throws PoolkeeperError `wrong_code` or `code_expired` (422), `alias_exists` (409) */
  verifyContact(accessToken: string, contact: Contact, code: string): Promise<void>;
  /**
   * @throws PoolkeeperError `wrong_password` (422) for another current password, `invalid_password` or
   * `password_used_before` (422) for the new one, `too_many_attempts` (429)
   */
  changePassword(accessToken: string, current: string, proposed: string): Promise<void>;
  /** `GlobalSignOut`: revokes every refresh and access token of the user. */
  signOutEverywhere(accessToken: string): Promise<void>;
  deleteUser(accessToken: string): Promise<void>;
  /**
   * A new secret for an authenticator app, in base32, of no effect until `verifyTotp`.
   *
   * @throws PoolkeeperError `not_enabled_in_pool` (409)
   */
  startTotp(accessToken: string): Promise<string>;
  /** @throws PoolkeeperError `wrong_code` (422), `totp_not_started` (409) */
  verifyTotp(accessToken: string, code: string, deviceName: string | undefined): Promise<void>;
  /**
   * Factors that are in neither list stay as they are.
   *
   * @throws PoolkeeperError `totp_not_verified`, `no_phone_number`, `no_email_address` or
   * `not_enabled_in_pool` (409)
   */
  setMfaPreference(accessToken: string, change: MfaChange): Promise<void>;
  /** Every page. @throws PoolkeeperError `not_enabled_in_pool` (409), as all that is about devices */
  devices(accessToken: string): Promise<readonly UserDevice[]>;
  /** @throws PoolkeeperError `device_not_found` (404), as the next ones */
  device(accessToken: string, key: string): Promise<UserDevice>;
  /**
   * Stores the verifier of the device that a sign-in was given a key for.
   *
   * @returns whether the user is to be asked if the device is to be remembered
   * @throws PoolkeeperError `device_exists` (409) for one that is confirmed
   */
  confirmDevice(
    accessToken: string,
    key: string,
    verifier: DeviceVerifierConfig,
    name: string | undefined,
  ): Promise<{ readonly needsConfirmation: boolean }>;
  setDeviceRemembered(accessToken: string, key: string, isRemembered: boolean): Promise<void>;
  forgetDevice(accessToken: string, key: string): Promise<void>;
  /** Every page. @throws PoolkeeperError `not_enabled_in_pool` (409) where sessions are not tracked */
  sessions(accessToken: string): Promise<readonly OwnSession[]>;
  /**
   * Revokes the tokens of one session, and the managed-login session that they came through.
   *
   * @throws PoolkeeperError `session_not_found` (404), `current_session` (409) for the caller's own
   */
  endSession(accessToken: string, id: string): Promise<void>;
}
