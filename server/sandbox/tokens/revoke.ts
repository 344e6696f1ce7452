import type { SandboxContext } from '../context.ts';
import type { User } from '../users/user.ts';
import { revokeFamiliesOfUser } from './store.ts';

/**
 * Revokes every access, ID and refresh token of a user: global sign-out, disabling, a password reset by an
 * administrator. It joins the caller's transaction.
 */
export function revokeAllTokens(context: SandboxContext, user: Pick<User, 'key'>): void {
  revokeFamiliesOfUser(context, user.key);
}
