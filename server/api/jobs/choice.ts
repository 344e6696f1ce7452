import type { DirectoryReader } from '../../directory/query.ts';
import { parseSearch } from '../../directory/search-language.ts';
import { invalidInput, PoolkeeperError } from '../../errors.ts';
import type { JobUser } from '../../jobs/job.ts';
import { asksForCount, type BulkAction } from '../../jobs/start/bulk-action.ts';
import { namedUsers, selectionWords, usersOf } from '../../jobs/start/selection.ts';
import type { JobOrder } from './order.ts';

export type Choice = {
  readonly users: readonly JobUser[];
  /** Names that the mirror has no present user of. */
  readonly notFound: readonly string[];
};

/** How the users of an order are chosen, in words. */
export function choiceWords({ users, search = '' }: JobOrder): string {
  return users === undefined
    ? selectionWords({ scope: 'all', search })
    : 'Listed by username or user ID';
}

/**
 * The users of an order, as the mirror has them now.
 *
 * @throws PoolkeeperError `nobody_chosen`, `too_many_users`, `invalid_input` (422)
 */
export async function chooseUsers(
  reader: Pick<DirectoryReader, 'find' | 'presentUsers' | 'list'>,
  { users: names, search = '' }: JobOrder,
): Promise<Choice> {
  if (names !== undefined) return namedUsers(reader, names);
  const { problem } = parseSearch(search);
  if (problem !== undefined) throw invalidInput({ search: problem.message }, problem.message);
  return { users: await usersOf(reader, { scope: 'all', search }), notFound: [] };
}

/** Names that a refusal lists; a dry run has all. */
const mostListed = 20;

/** @throws PoolkeeperError `unknown_users` or `nobody_chosen` (422) */
export function requireKnown({ users, notFound }: Choice, { ignoreUnknown }: JobOrder): void {
  if (notFound.length > 0 && !ignoreUnknown) {
    const listed = notFound.slice(0, mostListed).join(', ');
    const left = notFound.length - mostListed;
    throw new PoolkeeperError({
      code: 'unknown_users',
      status: 422,
      publicMessage: `${notFound.length} of the users are not in the pool. Leave them out, or send ignoreUnknown.`,
      fields: { users: `Not in the pool: ${listed}${left > 0 ? ` and ${left} more` : ''}.` },
    });
  }
  if (users.length > 0) return;
  throw new PoolkeeperError({
    code: 'nobody_chosen',
    status: 422,
    publicMessage: 'None of the users is in the pool.',
  });
}

/** @throws PoolkeeperError `invalid_input` (422) when the number of users has to be sent and is another */
export function requireConfirmation(action: BulkAction, order: JobOrder, count: number): void {
  const isNeeded =
    action.danger === 'severe' || (order.search !== undefined && asksForCount(action));
  if (order.confirmation === count || (order.confirmation === undefined && !isNeeded)) return;
  const sentence = `Send ${count}, the number of users, to confirm.`;
  throw invalidInput({ confirmation: sentence }, sentence);
}
