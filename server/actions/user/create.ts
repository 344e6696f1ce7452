import { type TSchema, Type } from '@sinclair/typebox';
import type { PoolDescription } from '../../cognito/types.ts';
import type { FieldErrors } from '../../errors.ts';
import { defineAction } from '../action.ts';
import {
  attributeField,
  attributeSchema,
  attributesOf,
  editableAttributes,
  verifiedField,
} from '../attributes/attribute-fields.ts';
import { attributeProblems } from '../attributes/attribute-problems.ts';
import { type ContactAttribute, contactAttributes, verifiedFlags } from '../attributes/contacts.ts';
import { describePasswordPolicy, passwordProblems } from '../attributes/password-policy.ts';
import { optionalPassword, text } from '../fields.ts';

export const createUser = defineAction({
  id: 'user.create',
  target: 'pool',
  title: 'Create user',
  label: 'Create user',
  icon: 'user-plus',
  permission: 'users:create',
  danger: 'none',
  quota: 'UserCreation',
  consequence: () =>
    'The user starts in "force change password": the temporary password must be changed at the first sign-in.',
  input: (pool) =>
    Type.Object({
      username: text({ ...usernameOptions(pool), maxLength: 128 }),
      ...attributeFields(pool),
      invitation: Type.Union(
        [
          Type.Literal('EMAIL', { title: 'By e-mail' }),
          Type.Literal('SMS', { title: 'By text message' }),
          Type.Literal('none', { title: 'Do not send anything' }),
        ],
        { title: 'Send the invitation', section: 'Invitation' },
      ),
      temporaryPassword: optionalPassword({
        title: 'Temporary password',
        description: `Left empty, one is made up and sent in the invitation. ${describePasswordPolicy(pool.passwordPolicy)}`,
        section: 'Invitation',
      }),
    }),
  // A program that knows people by a verified address would take the new user for one of them.
  takeover: { when: (_pool, input) => vouchedFor(input).length > 0 },
  check: ({ username, invitation, temporaryPassword, ...input }, pool) => ({
    ...attributeProblems(attributesOf(input), pool),
    ...invitationProblems(invitation, attributesOf(input), username),
    ...(invitation === 'none' && temporaryPassword === undefined
      ? { temporaryPassword: 'Without an invitation you must give a temporary password.' }
      : passwordProblems('temporaryPassword', temporaryPassword, pool.passwordPolicy)),
  }),
  initial: () => ({ invitation: 'EMAIL' }),
  creates: (input) => ({ kind: 'user', name: input.username }),
  run: async (gateway, _pool, input) => {
    const { invitation, temporaryPassword, username, ...rest } = input;
    const attributes = withoutEmpty(attributesOf(rest));
    const verified = vouchedFor(rest).filter(
      (contact) => attributes[contact] !== undefined || isContact(contact, username),
    );
    const user = await gateway.createUser({
      username,
      attributes: { ...attributes, ...verifiedFlags(verified) },
      temporaryPassword,
      invitation: invitation === 'none' ? [] : [invitation],
    });
    return user.username;
  },
  done: (name, { invitation }) =>
    invitation === 'none' ? `${name} was created.` : `${name} was created and invited.`,
});

/** In a pool whose usernames are addresses, the username itself is where the invitation goes. */
function invitationProblems(
  invitation: 'EMAIL' | 'SMS' | 'none',
  attributes: Readonly<Record<string, string>>,
  username: string,
): FieldErrors {
  if (invitation === 'EMAIL' && !attributes.email && !isContact('email', username)) {
    return { [attributeField('email')]: 'An invitation by e-mail needs an e-mail address.' };
  }
  if (invitation === 'SMS' && !attributes.phone_number && !isContact('phone_number', username)) {
    return {
      [attributeField('phone_number')]: 'An invitation by text message needs a phone number.',
    };
  }
  return {};
}

/** True when the username is itself an address of this kind. */
function isContact(contact: ContactAttribute, username: string): boolean {
  return contact === 'email' ? username.includes('@') : username.startsWith('+');
}

/** The contacts that the operator says are verified. */
function vouchedFor(input: Readonly<Record<string, unknown>>): ContactAttribute[] {
  return contactAttributes.filter((contact) => input[`${contact}_verified`] === true);
}

function usernameOptions(pool: PoolDescription): { title: string; description: string } {
  const [first, second] = pool.usernameAttributes;
  const kinds = { email: 'E-mail address', phone_number: 'Phone number' };
  if (first === undefined) {
    return {
      title: 'Username',
      description: pool.isUsernameCaseSensitive
        ? 'Cannot be changed later. Upper and lower case differ.'
        : 'Cannot be changed later.',
    };
  }
  const title = second ? 'E-mail address or phone number' : kinds[first];
  return { title, description: 'People sign in with this.' };
}

function attributeFields(pool: PoolDescription): Record<string, TSchema> {
  const fields: Record<string, TSchema> = {};
  for (const attribute of editableAttributes(pool)) {
    if (pool.usernameAttributes.some((name) => name === attribute.name)) {
      Object.assign(fields, verifiedField(attribute.name, ''));
      continue;
    }
    fields[attributeField(attribute.name)] = attributeSchema(attribute, 'Attributes');
    Object.assign(fields, verifiedField(attribute.name, 'Attributes'));
  }
  return fields;
}

function withoutEmpty(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}
