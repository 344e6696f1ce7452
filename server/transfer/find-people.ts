import type { DirectoryReader, NamedUser } from '../directory/query.ts';
import type { PeopleEntry } from './people-entry.ts';

/** A user whom a list names, with every entry that does. */
export type FoundPerson = {
  readonly user: NamedUser;
  /** More than one where the list has, say, the username and the address. */
  readonly entries: readonly PeopleEntry[];
};

/** An entry that several users have, such as an address that two share. */
export type AmbiguousEntry = { readonly entry: PeopleEntry; readonly users: readonly NamedUser[] };

/** What a list of people comes to in a pool. Every entry is in exactly one of the three. */
export type PeopleFound = {
  /** Each user once, in the order of the list. */
  readonly found: readonly FoundPerson[];
  readonly missing: readonly PeopleEntry[];
  readonly ambiguous: readonly AmbiguousEntry[];
};

/**
 * Finds the people of a list in the mirror of a pool. Nothing is asked of the pool itself.
 *
 * A sub wins over a username that imitates it, and a username as it is written over one that differs in capitals. An
 * address or phone number that two users have is ambiguous, whether or not one of them has verified it.
 */
export async function findPeople(
  reader: Pick<DirectoryReader, 'named'>,
  entries: readonly PeopleEntry[],
): Promise<PeopleFound> {
  const users = byName(await reader.named(entries.map(({ text }) => text)));
  const found = new Map<NamedUser, PeopleEntry[]>();
  const missing: PeopleEntry[] = [];
  const ambiguous: AmbiguousEntry[] = [];
  for (const entry of entries) {
    const meant = usersMeant(entry, users.get(entry.text.toLowerCase()) ?? []);
    const [user] = meant;
    if (user === undefined) missing.push(entry);
    else if (meant.length > 1) ambiguous.push({ entry, users: meant });
    else found.set(user, [...(found.get(user) ?? []), entry]);
  }
  return {
    found: [...found].map(([user, own]) => ({ user, entries: own })),
    missing,
    ambiguous,
  };
}

/** Users by each of their names in small letters. */
function byName(users: readonly NamedUser[]): ReadonlyMap<string, readonly NamedUser[]> {
  const named = new Map<string, NamedUser[]>();
  for (const user of users) {
    const names = [user.sub, user.username, user.email, user.phoneNumber];
    for (const name of new Set(names.map((each) => each.toLowerCase()))) {
      if (name === '') continue;
      const others = named.get(name);
      if (others === undefined) named.set(name, [user]);
      else others.push(user);
    }
  }
  return named;
}

function usersMeant(
  { text, kind }: PeopleEntry,
  users: readonly NamedUser[],
): readonly NamedUser[] {
  const bySub = users.filter(({ sub }) => sub === text);
  if (bySub.length > 0 && kind !== 'email' && kind !== 'phone') return bySub;
  if (kind !== 'username') return users;
  const exact = users.filter(({ username }) => username === text);
  return exact.length > 0 ? exact : users;
}
