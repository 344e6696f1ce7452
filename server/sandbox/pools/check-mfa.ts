import { factorsOfPool } from '../mfa/factor.ts';
import { invalidParameter } from '../wire/errors.ts';
import type { UserPool } from './pool.ts';
import type { MfaSettings } from './settings.ts';

/** What decides which second factors a pool has. */
export type FactorSettings = Pick<UserPool, 'mfa' | 'settings'>;

/**
 * Checks that a pool that asks for second factors has one set up, when it is made or updated. These operations know
 * text messages only: an authenticator or e-mail is set up by SetUserPoolMfaConfig.
 * Source: the service's answer as reported in aws/aws-cdk#12075.
 * @throws AwsError InvalidParameterException
 */
export function requireFactor(pool: FactorSettings): void {
  if ((pool.settings.MfaConfiguration ?? 'OFF') === 'OFF' || factorsOfPool(pool).length > 0) return;
  throw invalidParameter(
    'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
  );
}

/**
 * Checks what SetUserPoolMfaConfig is asked for.
 * Source: the service's answers as measured in go-to-k/cdkd#1923 and reported in aws/aws-sdk-js#4186.
 * @param given what the request holds
 * @param result what the pool would have afterwards
 * @throws AwsError InvalidParameterException for a factor beside MFA that is off, or MFA that is on without a factor
 */
export function checkMfaChange(given: MfaSettings, result: FactorSettings): void {
  const { WebAuthnConfiguration: _isNoSecondFactor, ...factors } = given;
  const isOff = (result.settings.MfaConfiguration ?? 'OFF') === 'OFF';
  if (isOff && Object.keys(factors).length > 0) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    );
  }
  if (!isOff && factorsOfPool(result).length === 0) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    );
  }
}
