import { AwsError, invalidParameter } from '../wire/errors.ts';
import type { MfaSettings, PoolSettings } from './settings.ts';

/**
 * Checks what a pool's settings must agree on.
 * @param mfa the second factors of the pool
 * @throws AwsError InvalidParameterException naming what does not fit together, or FeatureUnavailableInTierException
 */
export function checkPoolSettings(settings: PoolSettings, mfa: MfaSettings): void {
  if (settings.AliasAttributes?.length && settings.UsernameAttributes?.length) {
    throw invalidParameter(
      'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
    );
  }
  checkTier(settings, mfa);
  const factors = settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'];
  if (!factors.includes('PASSWORD')) {
    throw invalidParameter('PASSWORD must be among the allowed first authentication factors.');
  }
  checkRecovery(settings, mfa);
  checkRequiredVerification(settings);
}

/**
 * Checks that a request says in one place only how long a temporary password lives.
 * Source: API reference, AdminCreateUserConfigType.UnusedAccountValidityDays; the sentence is the service's.
 * @throws AwsError InvalidParameterException
 */
export function checkValidityDays(settings: PoolSettings): void {
  const temporary = settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays;
  const unused = settings.AdminCreateUserConfig?.UnusedAccountValidityDays;
  if (temporary !== undefined && unused !== undefined) {
    throw invalidParameter(
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    );
  }
}

function checkRecovery(settings: PoolSettings, mfa: MfaSettings): void {
  const mechanisms = settings.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  const isAdminOnly = mechanisms.some(({ Name }) => Name === 'admin_only');
  if (isAdminOnly && mechanisms.length > 1) {
    throw invalidParameter('admin_only cannot be combined with other recovery mechanisms.');
  }
  if (new Set(mechanisms.map(({ Priority }) => Priority)).size < mechanisms.length) {
    throw invalidParameter('Recovery mechanisms must have different priorities.');
  }
  const isByEmailOnly =
    mechanisms.length > 0 && mechanisms.every(({ Name }) => Name === 'verified_email');
  if (isByEmailOnly && mfa.EmailMfaConfiguration !== undefined) {
    throw invalidParameter('Email MFA needs another way of account recovery than verified_email.');
  }
}

function checkRequiredVerification(settings: PoolSettings): void {
  const verified = new Set<string>(settings.AutoVerifiedAttributes ?? []);
  const required =
    settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  if (!required.every((name) => verified.has(name))) {
    throw invalidParameter(
      'AttributesRequireVerificationBeforeUpdate must be among AutoVerifiedAttributes.',
    );
  }
}

/**
 * Checks that the pool's tier has what its settings use.
 * Source: developer guide, "User pool feature plans"; API reference, FeatureUnavailableInTierException.
 */
function checkTier(settings: PoolSettings, mfa: MfaSettings): void {
  const tier = settings.UserPoolTier ?? 'ESSENTIALS';
  const { PasswordPolicy, SignInPolicy } = settings.Policies ?? {};
  const isProtected = (settings.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF';
  if (isProtected && tier !== 'PLUS') throw tierTooLow('Threat protection', tier);
  if (tier !== 'LITE') return;
  if ((SignInPolicy?.AllowedFirstAuthFactors ?? []).length > 1) {
    throw tierTooLow('Choice-based sign-in', tier);
  }
  if (mfa.EmailMfaConfiguration !== undefined) throw tierTooLow('Email MFA', tier);
  if ((PasswordPolicy?.PasswordHistorySize ?? 0) > 0) throw tierTooLow('Password history', tier);
}

function tierTooLow(feature: string, tier: string): AwsError {
  return new AwsError(
    'FeatureUnavailableInTierException',
    `${feature} is not available in the ${tier} tier of user pools.`,
  );
}
