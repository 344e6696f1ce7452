import type { CodeDeliveryDetails } from '../../codes/delivery.ts';
import { sendCode } from '../../codes/send-code.ts';
import type { Contact } from '../../codes/store.ts';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import type { User } from '../../users/user.ts';

/**
 * Sends the code that confirms a sign-up, to the contact that the pool verifies by itself: the phone number before
 * the e-mail address. Source: AWS, "Verifying contact information at sign-up".
 * @returns undefined when the pool verifies neither or the user has none of it
 */
export function sendConfirmationCode(
  context: SandboxContext,
  pool: UserPool,
  user: User,
): CodeDeliveryDetails | undefined {
  const verified = pool.settings.AutoVerifiedAttributes ?? [];
  const order: readonly Contact[] = ['phone_number', 'email'];
  const contact = order.find((kind) => verified.includes(kind) && user.attributes[kind]);
  const destination = contact && user.attributes[contact];
  if (contact === undefined || destination === undefined) return undefined;
  return sendCode(context, pool, user, 'sign-up', contact, destination);
}
