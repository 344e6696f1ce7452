import { timingSafeEqual } from 'node:crypto';
import { deliveryDetails, newCode } from '../../codes/delivery.ts';
import { signInMessage } from '../../codes/messages.ts';
import type { Contact } from '../../codes/store.ts';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import type { User } from '../../users/user.ts';
import { invalidParameter } from '../../wire/errors.ts';

/** A sign-in code that was sent. Its hash travels in the sealed session, so it is good for that session only. */
export interface SentSignInCode {
  hash: string;
  parameters: {
    CODE_DELIVERY_DELIVERY_MEDIUM: string;
    CODE_DELIVERY_DESTINATION: string;
  };
}

/**
 * Sends a code to sign in with.
 * @param destination where to, if not to the user's own address or number
 * @throws AwsError InvalidParameterException when the user has no such contact
 */
export function sendSignInCode(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  contact: Contact,
  destination = user.attributes[contact],
): SentSignInCode {
  if (destination === undefined) throw invalidParameter(`User does not have a ${contact}.`);
  const code = newCode(context);
  const details = deliveryDetails(contact, destination);
  context.outbox.send({
    medium: details.DeliveryMedium,
    destination,
    userPoolId: pool.id,
    username: user.username,
    ...signInMessage(pool, contact, code),
    secret: code,
  });
  return {
    hash: hashOf(context, user.key, code).toString('base64'),
    parameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: details.DeliveryMedium,
      CODE_DELIVERY_DESTINATION: details.Destination,
    },
  };
}

/** Tells in constant time whether a code is the one whose hash the session carries. */
export function isSignInCodeRight(
  context: SandboxContext,
  userKey: number,
  given: string,
  sentHash: string | undefined,
): boolean {
  if (sentHash === undefined) return false;
  const expected = Buffer.from(sentHash, 'base64');
  const hash = hashOf(context, userKey, given);
  return hash.length === expected.length && timingSafeEqual(hash, expected);
}

function hashOf(context: SandboxContext, userKey: number, code: string): Buffer {
  return context.secrets.hash('sign-in-code', `${userKey} ${code}`);
}
