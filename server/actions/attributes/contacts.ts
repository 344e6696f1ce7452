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

/**
 * The attributes that mark these contacts of the user as verified, each with its address: the service
 * marks whatever address is there, and a person may change it between the check and the call. An
 * immutable address cannot be sent, nor can it change.
 */
export function verifiedContacts(
  user: PoolUser,
  contacts: readonly ContactAttribute[],
  pool: PoolDescription,
): Record<string, string> {
  const mutable = contacts.filter((contact) =>
    pool.attributes.some(({ name, isMutable }) => name === contact && isMutable),
  );
  return {
    ...Object.fromEntries(mutable.map((contact) => [contact, user.attributes[contact] ?? ''])),
    ...verifiedFlags(contacts),
  };
}

/** The addresses of these contacts: "alice@example.com, +15551234567"; empty when there are none. */
export function addressesOf(user: PoolUser, contacts: readonly ContactAttribute[]): string {
  return contacts.flatMap((contact) => user.attributes[contact] || []).join(', ');
}

/** Where a code for a forgotten password goes, or may go when the pool can choose. */
export function recoveryAddressesOf(user: PoolUser, pool: PoolDescription): string {
  const contacts = recoveryContactsOf(user, pool).filter((contact) => isVerified(user, contact));
  return addressesOf(user, contacts);
}

/** Where an invitation goes: to the phone only when there is no email address. */
export function invitationAddressOf(user: PoolUser): string {
  return addressesOf(user, contactsOf(user).slice(0, 1));
}

/** Every contact as a form shows it; empty where the user has none. */
export function shownContacts(user: PoolUser): Readonly<Record<ContactAttribute, string>> {
  const { email = '', phone_number = '' } = user.attributes;
  return { email, phone_number };
}
