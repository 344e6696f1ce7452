import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';
import { isReachable, recoveryAddressesOf } from '../attributes/contacts.ts';
import { unknownPassword } from '../attributes/unknown-password.ts';
import { signOutField, thenSignOut } from './then-sign-out.ts';

const input = () => Type.Object({ signOut: signOutField() });

export const resetPassword = defineAction({
  id: 'user.reset-password',
  target: 'user',
  title: 'Reset password',
  label: 'Reset password',
  submitLabel: ({ user }) =>
    user.status === 'RESET_REQUIRED' ? 'Send another code' : 'Reset password',
  icon: 'lock-open',
  permission: 'users:reset-password',
  danger: 'caution',
  takeover: { never: 'The code goes to a contact that was verified before.' },
  quota: 'UserAccountRecovery',
  consequence: ({ name, user }, pool) => {
    const address = recoveryAddressesOf(user, pool);
    const contact = `the verified contact${address && ` (${address})`}`;
    return user.status === 'RESET_REQUIRED'
      ? `${name} is sent another code to ${contact}, with which the person chooses a new password. The one sent before stops working.`
      : `The present password of ${name} stops working. A code is sent to ${contact}, with which the person chooses a new password.`;
  },
  input,
  refusal: ({ user }, pool) => {
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
      case 'ARCHIVED':
        return {
          code: 'reset_of_archived',
          message:
            'This user was put away. An administrator sets a temporary password to bring the user back.',
        };
      default:
        if (isReachable(user, pool)) return undefined;
        if (pool.recoversBy.length === 0) {
          return {
            code: 'no_self_service_recovery',
            message:
              'This pool sends nobody a code for a forgotten password. An administrator sets a temporary password instead.',
          };
        }
        return {
          code: 'no_verified_contact',
          message:
            'This user has no verified contact to which this pool sends codes. Mark a contact as verified first.',
        };
    }
  },
  shown: ({ user }, pool) => ({ status: user.status, address: recoveryAddressesOf(user, pool) }),
  audited: ({ user }, pool) => ({ address: recoveryAddressesOf(user, pool) }),
  endsSessions: 'others',
  run: async (gateway, { name, user }, { signOut }, part) => {
    if (user.status === 'COMPROMISED') {
      // The service resets confirmed users only; a permanent password makes one of this user.
      await part('replace-password', () => gateway.setPassword(name, unknownPassword(), true));
    }
    await thenSignOut({ gateway, name, part }, { signOut }, 'user.reset-password', () =>
      gateway.resetPassword(name),
    );
  },
  done: (name) => `A code to choose a new password was sent to ${name}.`,
  bulk: {
    consequence:
      'Their present passwords stop working. Each is sent a code to the verified contact, with which the person chooses a new password.',
    // Each time sends another code.
    isRepeatable: false,
    change: () => ({ user: { status: 'RESET_REQUIRED' } }),
    input,
  },
});
