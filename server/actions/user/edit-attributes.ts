import { type TSchema, Type } from '@sinclair/typebox';
import type { PoolDescription, PoolUser } from '../../cognito/types.ts';
import { defineAction } from '../action.ts';
import {
  attributeField,
  attributeSchema,
  attributesOf,
  editableAttributes,
  verifiedField,
} from '../attributes/attribute-fields.ts';
import { attributeProblems } from '../attributes/attribute-problems.ts';
import { addressesOf, contactAttributes, isVerified } from '../attributes/contacts.ts';

export const editAttributes = defineAction({
  id: 'user.edit-attributes',
  target: 'user',
  title: 'Edit attributes',
  label: 'Edit',
  submitLabel: 'Save',
  icon: 'pencil',
  permission: 'users:edit',
  danger: 'none',
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `Only what you change is sent for ${name}; an emptied field removes the attribute. A changed e-mail address or phone number counts as unverified unless you say otherwise.`,
  input: (pool, { user }) => Type.Object(fieldsFor(pool, user)),
  check: (input, pool) => attributeProblems(attributesOf(input), pool),
  edits: {
    present: ({ user }) => ({
      ...Object.fromEntries(
        Object.entries(user.attributes).map(([name, value]) => [attributeField(name), value]),
      ),
      email_verified: isVerified(user, 'email'),
      phone_number_verified: isVerified(user, 'phone_number'),
    }),
    about: {
      email_verified: attributeField('email'),
      phone_number_verified: attributeField('phone_number'),
    },
  },
  audited: ({ user }, _pool, input) => {
    const marked = contactAttributes.filter(
      (contact) => input[`${contact}_verified`] === true && !(attributeField(contact) in input),
    );
    return marked.length === 0 ? {} : { address: addressesOf(user, marked) };
  },
  run: async (gateway, { name, user }, input) => {
    const { changed, removed } = changesOf(user, input);
    if (Object.keys(changed).length > 0) await gateway.updateAttributes(name, changed);
    if (removed.length > 0) await gateway.deleteAttributes(name, removed);
  },
  isDone: (target, input) =>
    target !== undefined &&
    Object.entries(attributesOf(input)).every(
      ([name, value]) => (target.user.attributes[name] ?? '') === value,
    ) &&
    contactAttributes.every((contact) => {
      const flag = input[`${contact}_verified`];
      const hasContact = Boolean(target.user.attributes[contact]);
      return typeof flag !== 'boolean' || !hasContact || flag === isVerified(target.user, contact);
    }),
  done: (name) => `The attributes of ${name} were saved.`,
});

function fieldsFor(pool: PoolDescription, user: PoolUser): Record<string, TSchema> {
  const fields: Record<string, TSchema> = {};
  for (const attribute of editableAttributes(pool)) {
    if (!attribute.isMutable) continue;
    // A required attribute that this user never had must not stop every other edit.
    const stored = user.attributes[attribute.name] ?? '';
    const definition = stored === '' ? { ...attribute, isRequired: false } : attribute;
    fields[attributeField(attribute.name)] = attributeSchema(definition, '', stored);
    Object.assign(fields, verifiedField(attribute.name, ''));
  }
  return fields;
}

/** What the service is to be sent: of the input, what differs from the user as read a moment ago. */
function changesOf(
  user: PoolUser,
  input: Readonly<Record<string, unknown>>,
): { changed: Record<string, string>; removed: string[] } {
  const changed: Record<string, string> = {};
  const removed: string[] = [];
  for (const [name, value] of Object.entries(attributesOf(input))) {
    const present = user.attributes[name] ?? '';
    if (value === present) continue;
    if (value === '') removed.push(name);
    else changed[name] = value;
  }
  for (const contact of contactAttributes) {
    const flag = `${contact}_verified`;
    const address = changed[contact] ?? user.attributes[contact];
    if (!address || removed.includes(contact) || typeof input[flag] !== 'boolean') continue;
    // Sent with every change of the contact, because the change itself would unverify it.
    if (input[flag] !== isVerified(user, contact) || changed[contact] !== undefined) {
      changed[flag] = String(input[flag]);
      // With its address, which the person may change between the check and the call.
      if (input[flag]) changed[contact] = address;
    }
  }
  return { changed, removed };
}
