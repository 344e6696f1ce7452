import type { SandboxContext } from '../../context.ts';
import { enableFactor } from '../../mfa/setup.ts';
import { setAttributes } from '../../users/attributes/set.ts';
import { findByKey } from '../../users/store.ts';
import type { User } from '../../users/user.ts';
import type { Caller } from '../client/caller.ts';
import type { ChallengeSession } from '../session/session.ts';

/**
 * Keeps the address that a right code has proved on the way through MFA_SETUP, and switches e-mail codes on.
 * @returns the user as they are now
 * @throws AwsError AliasExistsException when the address is another user's alias
 */
export function keepSetUpEmail(
  context: SandboxContext,
  caller: Caller,
  user: User,
  { memo }: ChallengeSession,
): User {
  if (memo.setupEmail === undefined) return user;
  const proved = { email: memo.setupEmail, email_verified: 'true' };
  setAttributes(context, caller.pool, user, proved);
  enableFactor(context, user, 'EMAIL_OTP');
  return findByKey(context, user.key) ?? user;
}
