import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';
import {
  addressesOf,
  contactsOf,
  isVerified,
  shownContacts,
  verifiedContacts,
  verifiedFlags,
} from '../attributes/contacts.ts';
import { checkbox } from '../fields.ts';

const input = () =>
  Type.Object({
    markVerified: checkbox({
      title: 'Also mark e-mail and phone as verified',
      description: 'Only contacts that the user has are marked.',
    }),
  });

export const confirmUser = defineAction({
  id: 'user.confirm',
  target: 'user',
  title: 'Confirm user',
  label: 'Confirm',
  icon: 'circle-check',
  permission: 'users:confirm',
  danger: 'caution',
  takeover: { when: (_target, { markVerified }) => markVerified },
  quota: 'UserCreation',
  consequence: ({ name, user }) => {
    const addresses = addressesOf(user, contactsOf(user));
    return `${name} can sign in without the confirmation code. Confirming alone leaves e-mail and phone unverified, so a later password reset would fail: mark them as verified${addresses && ` (${addresses})`} when you have checked that they are this person's.`;
  },
  input,
  refusal: ({ user }) => {
    if (user.status === 'UNCONFIRMED') return undefined;
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      return {
        code: 'invited_user',
        message:
          'This user was invited and becomes confirmed by choosing a password. Resend the invitation instead.',
      };
    }
    return {
      code: 'not_unconfirmed',
      message: 'Only a user who signed up and is still unconfirmed can be confirmed.',
    };
  },
  shown: ({ user }) => shownContacts(user),
  audited: ({ user }, _pool, { markVerified }) =>
    markVerified ? { address: addressesOf(user, contactsOf(user)) } : {},
  run: async (gateway, { name, user }, { markVerified }) => {
    await gateway.confirmUser(name);
    const contacts = contactsOf(user);
    if (!markVerified || contacts.length === 0) return;
    const pool = await gateway.describePool();
    await gateway.updateAttributes(name, verifiedContacts(user, contacts, pool));
  },
  isDone: (target, { markVerified }) =>
    target?.user.status === 'CONFIRMED' &&
    (markVerified !== true ||
      contactsOf(target.user).every((contact) => isVerified(target.user, contact))),
  done: (name) => `${name} is confirmed and can sign in.`,
  bulk: {
    consequence:
      'They can sign in without the confirmation code. Confirming alone leaves e-mail and phone unverified, so a later password reset would fail: mark them as verified when you have checked that they are these people’s.',
    isRepeatable: true,
    change: ({ user }, { markVerified }) => ({
      user: {
        status: 'CONFIRMED',
        ...(markVerified === true && {
          attributes: { ...user.attributes, ...verifiedFlags(contactsOf(user)) },
        }),
      },
    }),
    input,
  },
});
