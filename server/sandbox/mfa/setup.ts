import type { SandboxContext } from '../context.ts';
import {
  type ChallengeSession,
  countFailure,
  resealSession,
  spendSession,
} from '../sign-in/session/session.ts';
import type { User } from '../users/user.ts';
import { AwsError } from '../wire/errors.ts';
import type { MfaFactor } from './factor.ts';
import { verifySecret } from './software-token.ts';
import { findMfa, saveMfa } from './store.ts';

/**
 * Verifies a new authenticator on the way through MFA_SETUP and switches TOTP on. A wrong code counts against the
 * session.
 * @returns the session that answers MFA_SETUP
 * @throws AwsError EnableSoftwareTokenMFAException or SoftwareTokenMFANotFoundException
 */
export function verifyDuringSetup(
  context: SandboxContext,
  user: User,
  session: ChallengeSession,
  code: string,
  name: string | undefined,
): string {
  try {
    return context.database.transaction(() => {
      verifySecret(context, user, code, name);
      enableFactor(context, user, 'SOFTWARE_TOKEN_MFA');
      spendSession(context, session);
      return resealSession(context, session, 'MFA_SETUP_VERIFIED');
    });
  } catch (error) {
    if (error instanceof AwsError) countFailure(context, session);
    throw error;
  }
}

/** Switches a second factor on for a user, beside those that are on. */
export function enableFactor(
  context: SandboxContext,
  user: Pick<User, 'key'>,
  factor: MfaFactor,
): void {
  const state = findMfa(context, user.key);
  const enabled = new Set(state.enabled).add(factor);
  saveMfa(context, user.key, { ...state, enabled: [...enabled] });
}
