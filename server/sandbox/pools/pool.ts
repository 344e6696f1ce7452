import type { SchemaAttribute } from './attributes/schema.ts';
import type { MfaSettings, PoolSettings } from './settings.ts';

/** The region that every pool of a sandbox is in. */
export const region = 'us-east-1';

/** A user pool. */
export interface UserPool {
  /** Key inside the store; other tables refer to it. */
  readonly key: number;
  /** For example `us-east-1_Sandbox01`. */
  readonly id: string;
  readonly name: string;
  /** Settings as the API carries them; `Schema` holds only what differs from the standard attributes. */
  readonly settings: PoolSettings;
  /** Settings of SetUserPoolMfaConfig beside `settings.MfaConfiguration`. */
  readonly mfa: MfaSettings;
  /** Every attribute of the pool: the standard ones, with the pool's changes, then the custom ones. */
  readonly schema: readonly SchemaAttribute[];
  readonly created: Date;
  readonly modified: Date;
}

/** Returns the part of a pool's id behind the underscore, which SRP hashes as the pool's name. */
export function poolName(userPoolId: string): string {
  return userPoolId.slice(userPoolId.indexOf('_') + 1);
}

/** Returns the part of a pool's id in front of the underscore, its region. */
export function poolRegion(userPoolId: string): string {
  return userPoolId.slice(0, userPoolId.indexOf('_'));
}

/**
 * Whether usernames and aliases of a pool differ by case, which they do unless the pool was made otherwise.
 * Source: API reference, UsernameConfigurationType.CaseSensitive ("This is the default value").
 */
export function isCaseSensitive(pool: UserPool): boolean {
  return pool.settings.UsernameConfiguration?.CaseSensitive ?? true;
}

/** Whether people of a pool sign in with an e-mail address or phone number and have their sub as username. */
export function usesContactAsUsername(pool: UserPool): boolean {
  return (pool.settings.UsernameAttributes ?? []).length > 0;
}

/** Returns the issuer of a pool's tokens. Source: "Verifying JSON web tokens". */
export function issuerOf(userPoolId: string): string {
  return `https://cognito-idp.${poolRegion(userPoolId)}.amazonaws.com/${userPoolId}`;
}
