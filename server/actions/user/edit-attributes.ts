import { type TSchema, Type } from '@sinclair/typebox';
import type { PoolDescription, PoolUser } from '../../cognito/types.ts';
import { defineAction } from '../action.ts';
import {
  attributeField,
  attributeSchema,
  attributesOf,
  editableAttributes,
  newlyVerified,
  newlyVerifiedField,
  verifiedField,
} from '../attributes/attribute-fields.ts';
import { attributeProblems } from '../attributes/attribute-problems.ts';
import {
  addressesOf,
  type ContactAttribute,
  contactAttributes,
  isVerified,
} from '../attributes/contacts.ts';

export const editAttributes = defineAction({
  id: 'user.edit-attributes',
  target: 'user',
  title: 'Edit attributes',
  label: 'Edit',
  submitLabel: 'Save',
  icon: 'pencil',
  permission: 'users:edit',
  danger: 'none',
  takeover: { when: ({ user }, input) => changesSignIn(user, input) },
  quota: 'UserUpdate',
  consequence: ({ name }, pool) =>
    `Only what you change is sent for ${name}; an emptied field removes the attribute. ${contactRule(pool)}`,
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
  audited: ({ user }, pool, input) => {
    const marked = contactAttributes.filter(
      (contact) => markIn(input, contact) === true && !(attributeField(contact) in input),
    );
    const waiting = waitingForCode(user, pool, input);
    return {
      ...(marked.length > 0 && { address: addressesOf(user, marked) }),
      ...(waiting.length > 0 && { waitsForCode: waiting.join() }),
    };
  },
  run: async (gateway, { name, user }, input) => {
    const pool = await gateway.describePool();
    const { changed, removed } = changesOf(user, input, waitingForCode(user, pool, input));
    if (Object.keys(changed).length > 0) await gateway.updateAttributes(name, changed);
    if (removed.length > 0) await gateway.deleteAttributes(name, removed);
  },
  isDone: (target, input) =>
    // The pool does not show a value that waits for its code.
    input.waitsForCode !== undefined ? undefined : isSaved(target?.user, input),
  done: (name, { waitsForCode }) =>
    typeof waitsForCode === 'string'
      ? `The attributes of ${name} were saved, but the new ${contactWords(waitsForCode)} waits for the code that was sent to it. Until ${name} enters the code, the present one stays.`
      : `The attributes of ${name} were saved.`,
});

/** Whether a user has the attributes and verified flags of the input. */
function isSaved(user: PoolUser | undefined, input: Readonly<Record<string, unknown>>): boolean {
  if (user === undefined) return false;
  const hasAttributes = Object.entries(attributesOf(input)).every(
    ([name, value]) => (user.attributes[name] ?? '') === value,
  );
  const hasFlags = contactAttributes.every((contact) => {
    const flag = markIn(input, contact);
    const hasContact = Boolean(user.attributes[contact]);
    return flag === undefined || !hasContact || flag === isVerified(user, contact);
  });
  return hasAttributes && hasFlags;
}

/**
 * What the input says of a contact, new or not: verified or not; undefined for nothing. The box for a new
 * address counts only for one that is changed.
 */
function markIn(
  input: Readonly<Record<string, unknown>>,
  contact: ContactAttribute,
): boolean | undefined {
  if (attributeField(contact) in input && input[newlyVerified(contact)] === true) return true;
  const flag = input[`${contact}_verified`];
  return typeof flag === 'boolean' ? flag : undefined;
}

/** What becomes of a changed address in this pool. */
function contactRule({ verifiesBeforeUpdate }: PoolDescription): string {
  if (verifiesBeforeUpdate.length === 0) {
    return 'A changed email address or phone number counts as unverified unless you mark it as verified.';
  }
  const words = contactWords(verifiesBeforeUpdate.join());
  return `A new ${words} takes effect when its owner enters the code that is sent to it, and the present one stays until then. Mark the new one as verified to change it at once.`;
}

function contactWords(contacts: string): string {
  return contacts
    .split(',')
    .map((contact) => (contact === 'email' ? 'email address' : 'phone number'))
    .join(' or ');
}

/**
 * The contacts whose new value the pool keeps apart until its owner has proven it.
 *
 * Source: API reference, UserAttributeUpdateSettingsType and AdminUpdateUserAttributes.
 */
function waitingForCode(
  user: PoolUser,
  { verifiesBeforeUpdate }: PoolDescription,
  input: Readonly<Record<string, unknown>>,
): readonly ContactAttribute[] {
  return contactAttributes.filter((contact) => {
    const value = input[attributeField(contact)];
    const isNew = typeof value === 'string' && value !== '' && value !== user.attributes[contact];
    return isNew && verifiesBeforeUpdate.includes(contact) && markIn(input, contact) !== true;
  });
}

function fieldsFor(pool: PoolDescription, user: PoolUser): Record<string, TSchema> {
  const fields: Record<string, TSchema> = {};
  for (const attribute of editableAttributes(pool)) {
    if (!attribute.isMutable) continue;
    // A required attribute that this user never had must not stop every other edit.
    const stored = user.attributes[attribute.name] ?? '';
    const definition = stored === '' ? { ...attribute, isRequired: false } : attribute;
    fields[attributeField(attribute.name)] = attributeSchema(definition, '', stored);
    Object.assign(fields, verifiedField(attribute.name, ''));
    const isMarked = contactAttributes.some(
      (contact) => contact === attribute.name && isVerified(user, contact),
    );
    if (isMarked) Object.assign(fields, newlyVerifiedField(attribute.name));
  }
  return fields;
}

/** What a person signs in by, or is sent codes to. */
const signInAttributes: ReadonlySet<string> = new Set([
  ...contactAttributes,
  ...contactAttributes.map((contact) => `${contact}_verified`),
  'preferred_username',
]);

function changesSignIn(user: PoolUser, input: Readonly<Record<string, unknown>>): boolean {
  const { changed, removed } = changesOf(user, input, []);
  return [...Object.keys(changed), ...removed].some((name) => signInAttributes.has(name));
}

/** What the service is to be sent: of the input, what differs from the user as read a moment ago. */
function changesOf(
  user: PoolUser,
  input: Readonly<Record<string, unknown>>,
  waiting: readonly ContactAttribute[],
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
    // The flag would be that of the present address, which stays as it is.
    if (waiting.includes(contact)) continue;
    const flag = `${contact}_verified`;
    const address = changed[contact] ?? user.attributes[contact];
    const mark = markIn(input, contact);
    if (!address || removed.includes(contact) || mark === undefined) continue;
    // Sent with every change of the contact, because the change itself would unverify it.
    if (mark !== isVerified(user, contact) || changed[contact] !== undefined) {
      changed[flag] = String(mark);
      // With its address, which the person may change between the check and the call.
      if (mark) changed[contact] = address;
    }
  }
  return { changed, removed };
}
