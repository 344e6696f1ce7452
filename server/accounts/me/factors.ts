import type { OwnUser } from '../../cognito/self-service.ts';
import type { MfaFactor } from '../../cognito/users/access-types.ts';

/** Second factors as the API calls them, in the order in which they are listed. */
export const factors = ['totp', 'sms', 'email'] as const;
export type Factor = (typeof factors)[number];

/** By the name of the API, what the pool calls the factor. */
export const inPool: Readonly<Record<Factor, MfaFactor>> = {
  totp: 'SOFTWARE_TOKEN_MFA',
  sms: 'SMS_MFA',
  email: 'EMAIL_OTP',
};

/** Which factors are switched on, and the preferred one, by the names of the API. */
export type Factors = { enabled: Factor[]; preferred: Factor | null };

/** @param user read with their access token */
export function toFactors({ enabled, preferred }: Pick<OwnUser, 'enabled' | 'preferred'>): Factors {
  return {
    enabled: factors.filter((factor) => enabled.includes(inPool[factor])),
    preferred: factors.find((factor) => inPool[factor] === preferred) ?? null,
  };
}
