import { Type } from '@sinclair/typebox';
import type { PoolUser } from '../../cognito/types.ts';
import { defineAction } from '../action.ts';
import {
  addressesOf,
  type ContactAttribute,
  contactsOf,
  isVerified,
  shownContacts,
  verifiedContacts,
} from '../attributes/contacts.ts';

export const verifyContact = defineAction({
  id: 'user.verify-contact',
  target: 'user',
  title: 'Mark contact as verified',
  label: 'Mark contact verified',
  icon: 'mail-check',
  permission: 'users:verify-contact',
  danger: 'caution',
  takeover: 'always',
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `Password-reset codes for ${name} can be sent to the chosen contacts. Do this only when you have checked that they belong to this person: whoever reads them can take over the account.`,
  input: (_pool, { user }) =>
    Type.Object({
      contact: Type.Union(
        [...contactsOf(user), ...(contactsOf(user).length > 1 ? ['both'] : [])].map((contact) =>
          Type.Literal(contact, { title: contactLabel(contact, user.attributes) }),
        ),
        { title: 'Contact', problem: 'Choose one of the contacts.' },
      ),
    }),
  refusal: ({ user }) => {
    const contacts = contactsOf(user);
    if (contacts.length === 0) {
      return {
        code: 'no_contact',
        message: 'This user has neither an e-mail address nor a phone number. Add one first.',
      };
    }
    if (contacts.every((contact) => isVerified(user, contact))) {
      return {
        code: 'already_verified',
        message: 'Every contact of this user is verified already.',
      };
    }
    return undefined;
  },
  shown: ({ user }) => shownContacts(user),
  audited: ({ user }, _pool, { contact }) => ({
    address: addressesOf(user, chosen(user, contact)),
  }),
  run: async (gateway, { name, user }, { contact }) => {
    const contacts = chosen(user, contact);
    const pool = await gateway.describePool();
    await gateway.updateAttributes(name, verifiedContacts(user, contacts, pool));
  },
  isDone: (target, { contact }) =>
    target !== undefined &&
    chosen(target.user, contact).every((one) => isVerified(target.user, one)),
  done: (name) => `The contact of ${name} is verified; a password reset will reach it.`,
});

function chosen(user: PoolUser, contact: unknown): ContactAttribute[] {
  return contactsOf(user).filter((one) => contact === 'both' || contact === one);
}

function contactLabel(contact: string, attributes: Readonly<Record<string, string>>): string {
  if (contact === 'email') return `E-mail ${attributes.email}`;
  if (contact === 'phone_number') return `Phone ${attributes.phone_number}`;
  return 'Both';
}
