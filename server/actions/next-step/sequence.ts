import type { PoolDescription, PoolUser } from '../../cognito/types.ts';
import type { Action } from '../action.ts';
import { type ContactAttribute, isReachable, recoveryContactsOf } from '../attributes/contacts.ts';
import { confirmUser } from '../user/confirm.ts';
import { resetPassword } from '../user/reset-password.ts';
import { verifyContact } from '../user/verify-contact.ts';

/** One action of a sequence, with the input it is given. */
export type Step = { readonly action: Action; readonly input: Readonly<Record<string, unknown>> };

/** Every action that may be part of a sequence. */
export const sequenceActions = [confirmUser, verifyContact, resetPassword] as const;

/**
 * The sequence of several actions that gets this user in, where one alone would fail or leave the
 * person stuck at the next step; undefined where one action does.
 */
export function sequenceFor(user: PoolUser, pool: PoolDescription): readonly Step[] | undefined {
  const contact = contactToVerify(user, pool);
  if (!user.isEnabled || contact === undefined) return undefined;
  const verified = { action: verifyContact, input: { contact } };
  switch (user.status) {
    case 'UNCONFIRMED':
      return [{ action: confirmUser, input: { markVerified: false } }, verified];
    case 'CONFIRMED':
    case 'RESET_REQUIRED':
    case 'COMPROMISED':
      return [verified, { action: resetPassword, input: {} }];
    default:
      return undefined;
  }
}

/** The contact that codes could be sent to, if only it was verified; e-mail goes first. */
export function contactToVerify(
  user: PoolUser,
  pool: PoolDescription,
): ContactAttribute | undefined {
  return isReachable(user, pool) ? undefined : recoveryContactsOf(user, pool)[0];
}
