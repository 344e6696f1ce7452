import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import { factorsOfPool, type MfaFactor } from './factor.ts';
import { findMfa, type MfaState } from './store.ts';

/** The MFA members of AdminGetUser, GetUser and the auth-factor operations. */
export interface MfaSettingsAnswer {
  PreferredMfaSetting?: MfaFactor;
  UserMFASettingList?: readonly MfaFactor[];
}

/** Returns the MFA members of an answer about a user; what is not set is left out. */
export function mfaSettingsOf(context: SandboxContext, user: Pick<User, 'key'>): MfaSettingsAnswer {
  const { preferred, enabled } = findMfa(context, user.key);
  return {
    ...(preferred === undefined ? {} : { PreferredMfaSetting: preferred }),
    ...(enabled.length === 0 ? {} : { UserMFASettingList: enabled }),
  };
}

/**
 * Returns the second factors that a user is asked for. With optional MFA these are the ones switched on; with
 * required MFA, failing that, whatever the user could answer: a verified authenticator, a phone number.
 * Source: AWS, "Adding MFA to a user pool", and SetUserMFAPreference.
 */
export function requestedFactors(context: SandboxContext, pool: UserPool, user: User): MfaFactor[] {
  const mode = pool.settings.MfaConfiguration ?? 'OFF';
  if (mode === 'OFF') return [];
  const state = findMfa(context, user.key);
  const answerable = factorsOfPool(pool).filter((factor) => canAnswer(user, state, factor));
  const enabled = answerable.filter((factor) => state.enabled.includes(factor));
  if (mode === 'OPTIONAL' || enabled.length > 0) return enabled;
  return answerable.filter((factor) => factor !== 'EMAIL_OTP' || answerable.length === 1);
}

/** Whether a user has what a factor needs: an authenticator, a phone number, an e-mail address. */
export function canAnswer(user: User, state: MfaState, factor: MfaFactor): boolean {
  switch (factor) {
    case 'SOFTWARE_TOKEN_MFA':
      return state.totpSecret !== undefined;
    case 'SMS_MFA':
      return user.attributes.phone_number !== undefined;
    case 'EMAIL_OTP':
      return user.attributes.email !== undefined;
  }
}
