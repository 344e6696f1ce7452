import type { SandboxContext } from '../context.ts';
import type { SchemaAttribute } from './attributes/schema.ts';
import type { MfaSettings, PoolSettings } from './settings.ts';

/** The region that every pool of a sandbox is in. */
export const region = 'us-east-1';

/** The account that every resource of a sandbox belongs to. */
export const accountId = '000000000000';

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

/**
 * Returns the issuer of a pool's tokens: AWS's, so that unmodified verifiers of Cognito take them, or on wish the
 * sandbox's own address, at which clients of OpenID Connect find the discovery document.
 * Source: "Verifying JSON web tokens"; OpenID Connect Discovery 1.0, section 4.
 */
export function issuerOf(
  { options, endpoint }: Pick<SandboxContext, 'options' | 'endpoint'>,
  userPoolId: string,
): string {
  return options.hasLocalIssuer === true
    ? `${endpoint}/${userPoolId}`
    : `https://cognito-idp.${poolRegion(userPoolId)}.amazonaws.com/${userPoolId}`;
}
