import type { PoolUser } from '../../cognito/types.ts';

/** The attributes by which the service can reach a person. */
export const contactAttributes = ['email', 'phone_number'] as const;
export type ContactAttribute = (typeof contactAttributes)[number];

/** Contacts that the user has, verified or not. */
export function contactsOf(user: PoolUser): ContactAttribute[] {
  return contactAttributes.filter((name) => Boolean(user.attributes[name]));
}

/** True when the service may send a code to this contact. */
export function isVerified(user: PoolUser, contact: ContactAttribute): boolean {
  return user.attributes[`${contact}_verified`]?.toLowerCase() === 'true';
}

/** Contacts that a reset code can be sent to. */
export function verifiedContactsOf(user: PoolUser): ContactAttribute[] {
  return contactsOf(user).filter((contact) => isVerified(user, contact));
}

/** The attributes that mark these contacts as verified. */
export function verifiedFlags(contacts: readonly ContactAttribute[]): Record<string, string> {
  return Object.fromEntries(contacts.map((contact) => [`${contact}_verified`, 'true']));
}
