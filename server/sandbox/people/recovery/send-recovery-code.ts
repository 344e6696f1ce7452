import type { CodeDeliveryDetails } from '../../codes/delivery.ts';
import { sendCode } from '../../codes/send-code.ts';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import type { User } from '../../users/user.ts';
import { recoveryContact } from './recovery-contact.ts';

/**
 * Sends the code with which ConfirmForgotPassword sets a new password.
 * @returns where it went, or undefined when the user has no verified contact that the pool recovers by
 */
export function sendRecoveryCode(
  context: SandboxContext,
  pool: UserPool,
  user: User,
): CodeDeliveryDetails | undefined {
  const contact = recoveryContact(pool, user);
  const destination =
    contact === undefined || contact === 'admin_only' ? undefined : user.attributes[contact];
  if (contact === undefined || contact === 'admin_only' || destination === undefined) {
    return undefined;
  }
  return sendCode(context, pool, user, 'forgot-password', contact, destination);
}
