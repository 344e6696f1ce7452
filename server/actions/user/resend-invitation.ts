import { Type } from '@sinclair/typebox';
import { invitationMedium } from '../../cognito/users/changes.ts';
import { defineAction } from '../action.ts';
import { contactsOf, invitationAddressOf } from '../attributes/contacts.ts';

export const resendInvitation = defineAction({
  id: 'user.resend-invitation',
  target: 'user',
  title: 'Resend invitation',
  label: 'Resend invitation',
  icon: 'mail-forward',
  permission: 'users:invite',
  danger: 'none',
  takeover: { never: 'The temporary password goes to the contact that the user has.' },
  quota: 'UserCreation',
  consequence: ({ name, user }) => {
    const address = invitationAddressOf(user);
    return `${name} is sent a new temporary password${address && ` to ${address}`}, valid for the pool's full term. The one sent before stops working.`;
  },
  input: () => Type.Object({}),
  refusal: ({ user }) => {
    if (user.status !== 'FORCE_CHANGE_PASSWORD') {
      return {
        code: 'not_invited',
        message:
          'Only a user who has not used the invitation yet can be invited again. Reset the password instead.',
      };
    }
    if (contactsOf(user).length === 0) {
      return {
        code: 'no_contact',
        message: 'This user has no e-mail address or phone number to send an invitation to.',
      };
    }
    return undefined;
  },
  shown: ({ user }) => ({ address: invitationAddressOf(user) }),
  audited: ({ user }) => ({ address: invitationAddressOf(user) }),
  run: (gateway, { name, user, calledBy }) =>
    calledBy === undefined
      ? gateway.resendInvitation(name)
      : // AdminCreateUser takes the username only.
        gateway.resendInvitation(user.username, { medium: invitationMedium(user.attributes) }),
  done: (name) => `A new invitation was sent to ${name}.`,
  bulk: {
    consequence:
      "Each is sent a new temporary password, valid for the pool's full term. The one sent before stops working. Who has used the invitation already is left out.",
    // Each time sends another password, and the one before stops working.
    isRepeatable: false,
    // The pool counts the days of the invitation from its last change of the user.
    change: () => ({ user: {} }),
  },
});
