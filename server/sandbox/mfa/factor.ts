import type { UserPool } from '../pools/pool.ts';

/** A second factor, by the name of its challenge. */
export type MfaFactor = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** All second factors, in the order in which they are listed. */
export const mfaFactors: readonly MfaFactor[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];

/** Returns the text as a second factor, or undefined. */
export function toMfaFactor(text: string | undefined): MfaFactor | undefined {
  return mfaFactors.find((factor) => factor === text);
}

/** Returns the second factors that a pool has been set up for. Source: SetUserPoolMfaConfig. */
export function factorsOfPool({ mfa, settings }: Pick<UserPool, 'mfa' | 'settings'>): MfaFactor[] {
  const isSetUp: Record<MfaFactor, boolean> = {
    SMS_MFA: mfa.SmsMfaConfiguration !== undefined || settings.SmsConfiguration !== undefined,
    SOFTWARE_TOKEN_MFA: mfa.SoftwareTokenMfaConfiguration?.Enabled === true,
    EMAIL_OTP: mfa.EmailMfaConfiguration !== undefined,
  };
  return mfaFactors.filter((factor) => isSetUp[factor]);
}
