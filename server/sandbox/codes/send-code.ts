import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import { attemptLimitExceeded } from './check-code.ts';
import { type CodeDeliveryDetails, deliveryDetails, newCode } from './delivery.ts';
import { messageFor } from './messages.ts';
import { type CodePurpose, codeLifetimeMs, hashCode, sendsPerHour } from './one-time-code.ts';
import { type Contact, findCode, saveCode } from './store.ts';

const hourMs = 3_600_000;

/**
 * Sends a user a one-time code, which replaces an earlier one for the same purpose. Only its keyed hash is stored.
 * @param destination the address to send to, of the kind `contact`
 * @returns where it went, masked
 * @throws AwsError LimitExceededException when the user was sent too many within an hour
 */
export function sendCode(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  purpose: CodePurpose,
  contact: Contact,
  destination: string,
): CodeDeliveryDetails {
  const now = context.clock().getTime();
  const earlier = findCode(context, user.key, purpose);
  const isSameHour = earlier !== undefined && now < earlier.firstSent + hourMs;
  const sends = isSameHour ? earlier.sends + 1 : 1;
  if (sends > sendsPerHour[purpose]) throw attemptLimitExceeded();
  const code = newCode(context);
  const scope = { userPoolId: pool.id, sub: user.sub, purpose, destination };
  saveCode(context, user.key, purpose, {
    hash: hashCode(scope, code, context.secrets.key('one-time-codes')),
    contact,
    destination,
    expiresAt: now + codeLifetimeMs[purpose],
    failedAttempts: 0,
    sends,
    firstSent: isSameHour ? earlier.firstSent : now,
  });
  context.outbox.send({
    medium: contact === 'email' ? 'EMAIL' : 'SMS',
    destination,
    userPoolId: pool.id,
    username: user.username,
    ...messageFor(pool, purpose, contact, code),
    secret: code,
  });
  return deliveryDetails(contact, destination);
}
