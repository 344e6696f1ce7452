import { type Static, Type } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import { invalidParameter } from '../wire/errors.ts';
import { factorsOfPool, type MfaFactor } from './factor.ts';
import { canAnswer } from './settings.ts';
import { findMfa, saveMfa } from './store.ts';

const FactorSettings = Type.Optional(
  Type.Object({
    Enabled: Type.Optional(Type.Boolean()),
    PreferredMfa: Type.Optional(Type.Boolean()),
  }),
);

/** The members of SetUserMFAPreference that say what is wanted. */
export const MfaPreference = Type.Object({
  SMSMfaSettings: FactorSettings,
  SoftwareTokenMfaSettings: FactorSettings,
  EmailMfaSettings: FactorSettings,
});
export type MfaPreference = Static<typeof MfaPreference>;

/**
 * Switches a user's second factors on and off. At most one is preferred; switching a factor off takes its preference
 * away. Source: SetUserMFAPreference.
 * @throws AwsError InvalidParameterException for a factor that the pool or the user is not set up for, or two
 * preferred ones
 */
export function setMfaPreference(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  preference: MfaPreference,
): void {
  const state = findMfa(context, user.key);
  const enabled = new Set(state.enabled);
  let { preferred } = state;
  const wanted: [MfaFactor, MfaPreference['SMSMfaSettings']][] = [
    ['SMS_MFA', preference.SMSMfaSettings],
    ['SOFTWARE_TOKEN_MFA', preference.SoftwareTokenMfaSettings],
    ['EMAIL_OTP', preference.EmailMfaSettings],
  ];
  if (wanted.filter(([, settings]) => settings?.PreferredMfa === true).length > 1) {
    throw invalidParameter('Only one MFA method can be preferred.');
  }
  for (const [factor, settings] of wanted) {
    if (settings === undefined) continue;
    const isPreferred = settings.PreferredMfa === true;
    if (settings.Enabled === true) {
      requireSetUp(pool, factor);
      if (!canAnswer(user, state, factor)) throw notSetUp(factor);
      enabled.add(factor);
    } else if (isPreferred) {
      throw invalidParameter(`${factor} must be enabled to be preferred.`);
    } else enabled.delete(factor);
    if (isPreferred) preferred = factor;
    else if (preferred === factor) preferred = undefined;
  }
  const { preferred: _replaced, ...kept } = state;
  saveMfa(context, user.key, {
    ...kept,
    enabled: [...enabled],
    ...(preferred === undefined ? {} : { preferred }),
  });
}

function requireSetUp(pool: UserPool, factor: MfaFactor): void {
  if (!factorsOfPool(pool).includes(factor)) {
    throw invalidParameter(`User pool does not have ${factor} enabled.`);
  }
}

function notSetUp(factor: MfaFactor) {
  return invalidParameter(
    factor === 'SOFTWARE_TOKEN_MFA'
      ? 'User has not verified software token mfa'
      : `User does not have delivery config set to turn on ${factor}`,
  );
}
