import { type TSchema, Type } from '@sinclair/typebox';
import type { PoolDescription, PoolUser, UserStatus } from '../../cognito/types.ts';
import type { FieldErrors } from '../../errors.ts';
import { defineAction, type Refusal } from '../action.ts';
import {
  attributeField,
  attributeSchema,
  attributesOf,
  editableAttributes,
} from '../attributes/attribute-fields.ts';
import {
  contactAttributes,
  contactsOf,
  recoveryContactsOf,
  shownContacts,
} from '../attributes/contacts.ts';
import { editAttributes } from '../user/edit-attributes.ts';
import { resendInvitation } from '../user/resend-invitation.ts';
import { resetPassword } from '../user/reset-password.ts';
import { stepLabel } from './next-step.ts';

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
  submitLabel: ({ user }, pool) => stepLabel(user, pool) ?? 'Add contact',
  icon: 'mail-plus',
  permission: 'users:edit',
  alsoNeeds: ({ user }) => [messageFor(user.status).permission],
  danger: 'caution',
  takeover: 'always',
  quota: 'UserUpdate',
  consequence: ({ name, user }) =>
    `The contact is stored as verified, and ${
      user.status === 'FORCE_CHANGE_PASSWORD'
        ? 'a new invitation'
        : 'a code to choose a new password'
    } is sent there. Check first that it belongs to ${name}: whoever reads it can take over the account.`,
  input: (pool, { user }) => Type.Object(contactFields(pool, user)),
  check: requireContact,
  shown: ({ user }) => ({ status: user.status, ...shownContacts(user) }),
  refusal: ({ user }, pool) => refusalOf(user, pool),
  endsSessions: 'others',
  run: async (gateway, target, input, part) => {
    const given = Object.entries(attributesOf(input)).filter(([, value]) => value !== '');
    const flags = given.map(([contact]) => [`${contact}_verified`, 'true']);
    await part(editAttributes.id, () =>
      gateway.updateAttributes(target.name, Object.fromEntries([...given, ...flags])),
    );
    const message = messageFor(target.user.status);
    const plan = message.plan(target, await gateway.describePool(), {});
    await part(message.id, async () => plan.execute(gateway, part));
  },
  done: (name) => `${name} has a verified contact, and the way in was sent there.`,
});

function messageFor(status: UserStatus) {
  return status === 'FORCE_CHANGE_PASSWORD' ? resendInvitation : resetPassword;
}

function refusalOf(user: PoolUser, pool: PoolDescription): Refusal | undefined {
  if (!user.isEnabled) {
    return {
      code: 'contact_of_disabled',
      message: 'This user is disabled. Enable the user first, then add a contact.',
    };
  }
  if (usableContactsOf(user, pool).length > 0) {
    return {
      code: 'has_contact',
      message: 'This user has a contact already. To change it, edit the attributes.',
    };
  }
  const isHelped = helped.has(user.status) && Object.keys(contactFields(pool, user)).length > 0;
  if (isHelped) return undefined;
  return {
    code: 'contact_does_not_help',
    message:
      'A contact does not let this user sign in: the status or the settings of the pool are in the way.',
  };
}

/** An invitation goes to any contact, a code only to those that the pool recovers by. */
function usableContactsOf(user: PoolUser, pool: PoolDescription): readonly string[] {
  return user.status === 'FORCE_CHANGE_PASSWORD'
    ? contactsOf(user)
    : recoveryContactsOf(user, pool);
}

function contactFields(pool: PoolDescription, user: PoolUser): Record<string, TSchema> {
  const usable = user.status === 'FORCE_CHANGE_PASSWORD' ? contactAttributes : pool.recoversBy;
  const contacts = editableAttributes(pool).filter(
    ({ name, isMutable }) => isMutable && usable.some((contact) => contact === name),
  );
  return Object.fromEntries(
    contacts.map((attribute) => [
      attributeField(attribute.name),
      attributeSchema({ ...attribute, isRequired: false }, ''),
    ]),
  );
}

/** At least one; the message stands at the first that was asked for. */
function requireContact(
  input: Readonly<Record<string, unknown>>,
  pool: PoolDescription,
): FieldErrors {
  const given = Object.entries(attributesOf(input));
  if (given.some(([, value]) => value !== '')) return {};
  const first = given[0]?.[0] ?? pool.recoversBy.find((contact) => contact === 'email');
  return { [attributeField(first ?? pool.recoversBy[0] ?? 'email')]: 'Give at least one contact.' };
}
