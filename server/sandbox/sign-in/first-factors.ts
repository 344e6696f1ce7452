import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { readCredentials } from '../users/store.ts';
import { hasVerified, type User } from '../users/user.ts';

/** What somebody can sign in with first. Source: API reference, AuthFactorType. */
export type FirstFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP';

/** Returns the first factors that the pool's sign-in policy allows and the user can answer. */
export function firstFactorsOf(context: SandboxContext, pool: UserPool, user: User): FirstFactor[] {
  const allowed = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'];
  const canAnswer: Record<FirstFactor, boolean> = {
    PASSWORD: readCredentials(context, user) !== undefined,
    EMAIL_OTP: hasVerified(user, 'email'),
    SMS_OTP: hasVerified(user, 'phone_number'),
  };
  const known: readonly FirstFactor[] = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'];
  return known.filter((factor) => allowed.includes(factor) && canAnswer[factor]);
}
