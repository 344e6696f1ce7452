import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';
import { contactsOf, isVerified, verifiedFlags } from '../attributes/contacts.ts';

export const verifyContact = defineAction({
  id: 'user.verify-contact',
  target: 'user',
  title: 'Mark contact as verified',
  label: 'Mark contact verified',
  icon: 'mail-check',
  permission: 'users:verify-contact',
  danger: 'caution',
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
  run: (gateway, { name, user }, { contact }) =>
    gateway.updateAttributes(
      name,
      verifiedFlags(contactsOf(user).filter((one) => contact === 'both' || contact === one)),
    ),
  isDone: (target, { contact }) =>
    target !== undefined &&
    contactsOf(target.user)
      .filter((one) => contact === 'both' || contact === one)
      .every((one) => isVerified(target.user, one)),
  done: (name) => `The contact of ${name} is verified; a password reset will reach it.`,
});

function contactLabel(contact: string, attributes: Readonly<Record<string, string>>): string {
  if (contact === 'email') return `E-mail ${attributes.email}`;
  if (contact === 'phone_number') return `Phone ${attributes.phone_number}`;
  return 'Both';
}
