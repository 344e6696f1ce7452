import type { PoolUser } from '../../cognito/types.ts';
import type { Action } from '../action.ts';
import { type ContactAttribute, contactsOf, verifiedContactsOf } from '../attributes/contacts.ts';
import { confirmUser } from '../user/confirm.ts';
import { resetPassword } from '../user/reset-password.ts';
import { verifyContact } from '../user/verify-contact.ts';

/** One action of a sequence, with the input it is given. */
export type Step = { readonly action: Action; readonly input: Readonly<Record<string, unknown>> };

/**
 * The sequence of several actions that gets this user in, where one alone would fail or leave the
 * person stuck at the next step; undefined where one action does.
 */
export function sequenceFor(user: PoolUser): readonly Step[] | undefined {
  const contact = contactToVerify(user);
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
export function contactToVerify(user: PoolUser): ContactAttribute | undefined {
  return verifiedContactsOf(user).length > 0 ? undefined : contactsOf(user)[0];
}
