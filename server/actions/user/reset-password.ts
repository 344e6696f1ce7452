import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';
import { verifiedContactsOf } from '../attributes/contacts.ts';

export const resetPassword = defineAction({
  id: 'user.reset-password',
  target: 'user',
  title: 'Reset password',
  label: 'Reset password',
  icon: 'lock-open',
  permission: 'users:reset-password',
  danger: 'caution',
  quota: 'UserAccountRecovery',
  consequence: ({ name }) =>
    `The present password of ${name} stops working. A code is sent to the verified contact, with which the person chooses a new password.`,
  input: () => Type.Object({}),
  refusal: ({ user }) => {
    if (!user.isEnabled) {
      return {
        code: 'reset_of_disabled',
        message: 'This user is disabled. Enable the user first, then reset the password.',
      };
    }
    switch (user.status) {
      case 'FORCE_CHANGE_PASSWORD':
        return {
          code: 'reset_of_invited',
          message:
            'This user has never chosen a password, so there is nothing to reset. Resend the invitation instead.',
        };
      case 'UNCONFIRMED':
        return {
          code: 'reset_of_unconfirmed',
          message:
            'This user is not confirmed yet. Confirm the user first, then reset the password.',
        };
      case 'EXTERNAL_PROVIDER':
        return {
          code: 'reset_of_federated',
          message:
            'This user signs in through another identity provider and has no password here. It must be reset there.',
        };
      default:
        if (verifiedContactsOf(user).length > 0) return undefined;
        return {
          code: 'no_verified_contact',
          message:
            'This user has no verified e-mail address or phone number to send the code to. Mark a contact as verified first.',
        };
    }
  },
  run: (gateway, { name }) => gateway.resetPassword(name),
  done: (name) => `A code to choose a new password was sent to ${name}.`,
  bulk: {
    consequence:
      'Their present passwords stop working. Each is sent a code to the verified contact, with which the person chooses a new password.',
    // Each time sends another code.
    isRepeatable: false,
  },
});
