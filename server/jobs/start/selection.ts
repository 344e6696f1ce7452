import { yieldToEventLoop } from '../../db/driver/event-loop.ts';
import { type DirectoryReader, standardSort, type UserIds } from '../../directory/query.ts';
import { parseSearch } from '../../directory/search-language.ts';
import { invalidInput, PoolkeeperError } from '../../errors.ts';
import type { JobUser } from '../job.ts';

/** How the users of a job are chosen in the list. */
export type Selection =
  | { readonly scope: 'ticked'; readonly usernames: readonly string[] }
  | { readonly scope: 'all'; readonly search: string };

/** One job for more would keep its operator's name on more than anybody looks through. */
export const mostUsers = 100_000;
const readAtOnce = 200;
const mostTicked = 500;

/**
 * The users at this moment, as the mirror has them. Ticked ones who are gone are left out.
 *
 * @throws PoolkeeperError `nobody_chosen`, `too_many_users`, `invalid_input` (422)
 */
export async function usersOf(
  reader: Pick<DirectoryReader, 'find' | 'list'>,
  selection: Selection,
): Promise<readonly JobUser[]> {
  const users =
    selection.scope === 'ticked'
      ? await ticked(reader, selection.usernames)
      : await matching(reader, selection.search);
  if (users.length > 0) return users;
  throw unprocessable(
    'nobody_chosen',
    selection.scope === 'ticked'
      ? 'Nobody was ticked who is in the pool. Go back to the list and tick the users, or choose all.'
      : 'Nobody matches this search any more.',
  );
}

/** How they were chosen, in words. */
export function selectionWords(selection: Selection): string {
  if (selection.scope === 'ticked') return 'Ticked one by one';
  return selection.search === '' ? 'Everybody' : `All that match ${selection.search}`;
}

/**
 * The users of these usernames and subs, each once, in the order of their first names here.
 *
 * @returns the users, and the names that the mirror has no present user of
 */
export async function namedUsers(
  reader: Pick<DirectoryReader, 'presentUsers'>,
  names: readonly string[],
): Promise<{ readonly users: readonly JobUser[]; readonly notFound: readonly string[] }> {
  const different = [...new Set(names)];
  const found = await reader.presentUsers(different);
  const users = new Map<string, JobUser>();
  const notFound: string[] = [];
  for (const name of different) {
    const user = found.get(name);
    if (user === undefined) notFound.push(name);
    else users.set(idOf(user), { sub: idOf(user), username: user.username });
  }
  return { users: [...users.values()], notFound };
}

async function ticked(
  reader: Pick<DirectoryReader, 'find'>,
  usernames: readonly string[],
): Promise<readonly JobUser[]> {
  if (usernames.length > mostTicked) throw tooMany(mostTicked);
  const users = new Map<string, JobUser>();
  for (const name of usernames) {
    const found = await reader.find(name);
    if (found === undefined || found.deletedAt !== undefined) continue;
    // Only by the name that was ticked, not by an id that somebody made up for it.
    const { username } = found.user;
    const sub = idOf(found.user);
    if (username === name) users.set(sub, { sub, username });
    await yieldToEventLoop();
  }
  return [...users.values()];
}

async function matching(
  reader: Pick<DirectoryReader, 'list'>,
  search: string,
): Promise<readonly JobUser[]> {
  const { terms, problem } = parseSearch(search);
  if (terms === undefined)
    throw invalidInput({}, `The search is not understood: ${problem.message}`);
  const users = new Map<string, JobUser>();
  let cursor: string | undefined;
  do {
    const page = await reader.list({ terms, sort: standardSort, cursor, limit: readAtOnce });
    for (const { user } of page.users) {
      const sub = idOf(user);
      users.set(sub, { sub, username: user.username });
    }
    if (users.size > mostUsers) throw tooMany(mostUsers);
    cursor = page.nextCursor;
    await yieldToEventLoop();
  } while (cursor !== undefined);
  return [...users.values()];
}

/** A pool may hide the sub. */
function idOf({ sub, username }: UserIds): string {
  return sub || username;
}

function tooMany(most: number): PoolkeeperError {
  const number = new Intl.NumberFormat('en').format(most);
  return unprocessable(
    'too_many_users',
    `These are more than ${number} users, the most that one job takes. Narrow the search, for example by the month of creation.`,
  );
}

function unprocessable(code: string, publicMessage: string): PoolkeeperError {
  return new PoolkeeperError({ code, status: 422, publicMessage });
}
