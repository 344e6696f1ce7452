import { yieldToEventLoop } from '../db/driver/event-loop.ts';
import { type DirectoryReader, standardSort } from '../directory/query.ts';
import { parseSearch } from '../directory/search-language.ts';
import { invalidInput, PoolkeeperError } from '../errors.ts';
import type { JobUser } from './job.ts';

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
    const { sub, username } = found.user;
    if (username === name) users.set(idOf(sub, username), { sub: idOf(sub, username), username });
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
      const sub = idOf(user.sub, user.username);
      users.set(sub, { sub, username: user.username });
    }
    if (users.size > mostUsers) throw tooMany(mostUsers);
    cursor = page.nextCursor;
    await yieldToEventLoop();
  } while (cursor !== undefined);
  return [...users.values()];
}

/** A pool may hide the sub. */
function idOf(sub: string, username: string): string {
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
