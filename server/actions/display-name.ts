import type { PoolUser } from '../cognito/types.ts';
import type { Target } from './target.ts';

type Person = Pick<PoolUser, 'username' | 'sub' | 'attributes'>;

/** In a pool whose usernames are email addresses or phone numbers, Cognito generates the username: the sub. */
export const isGenerated = ({ username, sub }: Pick<Person, 'username' | 'sub'>): boolean =>
  username === sub;

/**
 * What a user is called in a sentence, and what is typed to confirm: the username, or the address that
 * the person signs in with where the username is generated.
 */
export function displayName(person: Person): string {
  const { attributes, username } = person;
  if (!isGenerated(person)) return username;
  return attributes.email || attributes.phone_number || attributes.name || username;
}

/** As `displayName`, for the target of an action. */
export function displayNameOf(target: Target): string {
  return target.kind === 'user' ? displayName(target.user) : target.name;
}

/** The heading of a user's page. */
export function headingOf(person: Person): string {
  const { attributes } = person;
  const known = attributes.name || attributes.email || attributes.phone_number;
  if (known) return known;
  return isGenerated(person) ? `User without a name (${person.username})` : person.username;
}

/** Whom a form is about: name, address and chosen username, as far as there are any. */
export function identificationOf(person: Person): string {
  const { attributes, username } = person;
  const address = attributes.email || attributes.phone_number;
  const parts = [attributes.name, address, isGenerated(person) ? '' : username].filter(Boolean);
  return [...new Set(parts.length > 0 ? parts : [username])].join(' · ');
}
