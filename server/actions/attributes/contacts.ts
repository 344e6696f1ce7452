import type { PoolDescription, PoolUser } from '../../cognito/types.ts';

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

/** Contacts that the user has and to which this pool sends codes for a forgotten password. */
export function recoveryContactsOf(user: PoolUser, pool: PoolDescription): ContactAttribute[] {
  return contactsOf(user).filter((contact) => pool.recoversBy.includes(contact));
}

/** True when a code for a forgotten password can be sent to this user. */
export function isReachable(user: PoolUser, pool: PoolDescription): boolean {
  return recoveryContactsOf(user, pool).some((contact) => isVerified(user, contact));
}

/** The attributes that mark these contacts as verified. */
export function verifiedFlags(contacts: readonly ContactAttribute[]): Record<string, string> {
  return Object.fromEntries(contacts.map((contact) => [`${contact}_verified`, 'true']));
}
