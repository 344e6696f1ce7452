import { type TSchema, Type } from '@sinclair/typebox';
import type { PoolDescription, UserStatus } from '../../cognito/types.ts';
import { defineAction } from '../action.ts';
import {
  attributeField,
  attributeSchema,
  attributesOf,
  editableAttributes,
} from '../attributes/attribute-fields.ts';
import { contactAttributes, contactsOf } from '../attributes/contacts.ts';
import { editAttributes } from '../user/edit-attributes.ts';
import { resendInvitation } from '../user/resend-invitation.ts';
import { resetPassword } from '../user/reset-password.ts';

/** Statuses in which an invitation or a code is the way in. */
const helped: ReadonlySet<UserStatus> = new Set([
  'FORCE_CHANGE_PASSWORD',
  'CONFIRMED',
  'RESET_REQUIRED',
  'COMPROMISED',
]);

export const addContact = defineAction({
  id: 'user.add-contact',
  target: 'user',
  title: 'Add contact and send the way in',
  label: 'Add contact',
  icon: 'mail-plus',
  permission: 'users:edit',
  alsoNeeds: ({ user }) => [messageFor(user.status).permission],
  danger: 'caution',
  quota: 'UserUpdate',
  consequence: ({ name, user }) =>
    `The contact is stored as verified, and ${
      user.status === 'FORCE_CHANGE_PASSWORD'
        ? 'a new invitation'
        : 'a code to choose a new password'
    } is sent there. Check first that it belongs to ${name}: whoever reads it can take over the account.`,
  input: (pool) => Type.Object(contactFields(pool)),
  check: (input) =>
    Object.values(attributesOf(input)).some(Boolean)
      ? {}
      : { [attributeField('email')]: 'Give an e-mail address or a phone number.' },
  refusal: ({ user }) => {
    if (!user.isEnabled) {
      return {
        code: 'contact_of_disabled',
        message: 'This user is disabled. Enable the user first, then add a contact.',
      };
    }
    if (contactsOf(user).length > 0) {
      return {
        code: 'has_contact',
        message: 'This user has a contact already. To change it, edit the attributes.',
      };
    }
    if (helped.has(user.status)) return undefined;
    return {
      code: 'contact_does_not_help',
      message: 'In this status a contact does not let the user sign in.',
    };
  },
  run: async (gateway, { name, user }, input, part) => {
    const given = Object.entries(attributesOf(input)).filter(([, value]) => value !== '');
    const flags = given.map(([contact]) => [`${contact}_verified`, 'true']);
    await part(editAttributes.id, () =>
      gateway.updateAttributes(name, Object.fromEntries([...given, ...flags])),
    );
    const message = messageFor(user.status);
    await part(message.id, () =>
      message === resendInvitation ? gateway.resendInvitation(name) : gateway.resetPassword(name),
    );
  },
  done: (name) => `${name} has a verified contact, and the way in was sent there.`,
});

function messageFor(status: UserStatus) {
  return status === 'FORCE_CHANGE_PASSWORD' ? resendInvitation : resetPassword;
}

function contactFields(pool: PoolDescription): Record<string, TSchema> {
  const contacts = editableAttributes(pool).filter(({ name }) =>
    contactAttributes.some((contact) => contact === name),
  );
  return Object.fromEntries(
    contacts.map((attribute) => [
      attributeField(attribute.name),
      attributeSchema({ ...attribute, isRequired: false }, ''),
    ]),
  );
}
