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
import { contactAttributes, isVerified } from '../attributes/contacts.ts';

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
  initial: ({ user }) => ({
    ...Object.fromEntries(
      Object.entries(user.attributes).map(([name, value]) => [attributeField(name), value]),
    ),
    email_verified: isVerified(user, 'email'),
    phone_number_verified: isVerified(user, 'phone_number'),
  }),
  run: async (gateway, { name, user }, input) => {
    const { changed, removed } = changesOf(user, input);
    if (Object.keys(changed).length > 0) await gateway.updateAttributes(name, changed);
    if (removed.length > 0) await gateway.deleteAttributes(name, removed);
  },
  isDone: (target, input) =>
    target !== undefined &&
    Object.entries(attributesOf(input)).every(
      ([name, value]) => (target.user.attributes[name] ?? '') === value,
    ),
  done: (name) => `The attributes of ${name} were saved.`,
});

function fieldsFor(pool: PoolDescription, user: PoolUser): Record<string, TSchema> {
  const fields: Record<string, TSchema> = {};
  for (const attribute of editableAttributes(pool)) {
    if (!attribute.isMutable) continue;
    // A required attribute that this user never had must not stop every other edit.
    const isMissing = user.attributes[attribute.name] === undefined;
    const definition = isMissing ? { ...attribute, isRequired: false } : attribute;
    fields[attributeField(attribute.name)] = attributeSchema(definition, '');
    Object.assign(fields, verifiedField(attribute.name, ''));
  }
  return fields;
}

/** What differs from the user as read a moment ago; an attribute not among the input is left alone. */
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
    const hasContact = Boolean(changed[contact] ?? user.attributes[contact]);
    if (!hasContact || removed.includes(contact) || typeof input[flag] !== 'boolean') continue;
    // Sent with every change of the contact, because the change itself would unverify it.
    if (input[flag] !== isVerified(user, contact) || changed[contact] !== undefined) {
      changed[flag] = String(input[flag]);
    }
  }
  return { changed, removed };
}
