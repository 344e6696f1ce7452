import { readListState, writeListState } from '../directory/list-state.ts';
import { parseSearch } from '../directory/search-language.ts';
import { forbidden, invalidInput, notFound } from '../errors.ts';
import type { Operator } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { ManagedPool } from '../pools.ts';
import type { SavedView, SavedViews } from './store.ts';

/** In characters. */
export const longestName = 60;

type List = {
  readonly q: string;
  readonly sort: string;
  readonly column: readonly string[];
};

/**
 * The query of a list without what the pool does not have, and without a place in the list.
 *
 * @throws PoolkeeperError `invalid_input` (422) for a search that is not understood
 */
export async function canonicalQuery({ directory }: ManagedPool, list: List): Promise<string> {
  const { problem } = parseSearch(list.q);
  if (problem) {
    const sentence = `The search is not understood: ${problem.message}`;
    throw invalidInput({ q: problem.message }, sentence);
  }
  return writeListState(readListState(list, await directory.reader.attributes()));
}

/** @throws PoolkeeperError `sharing_not_allowed` (403) for a role that may not share */
export function requireSharing({ role }: Operator): void {
  if (isAllowed(role, 'views:share')) return;
  throw forbidden('sharing_not_allowed', `Your role (${role}) may not share views.`);
}

/**
 * One that this operator may change or delete.
 *
 * @throws PoolkeeperError `saved_search_not_found` (404), `saved_search_of_another` (403)
 */
export async function changeableView(
  savedViews: Pick<SavedViews, 'find'>,
  pool: string,
  operator: Operator,
  id: number | undefined,
): Promise<SavedView> {
  const view = id === undefined ? undefined : await savedViews.find(pool, operator.sub, id);
  if (view === undefined) {
    const sentence = 'There is no such saved search. It may have been deleted.';
    throw notFound('saved_search_not_found', sentence);
  }
  if (view.ownerSub === operator.sub || isAllowed(operator.role, 'views:share')) return view;
  throw forbidden('saved_search_of_another', `This view is shared by ${view.ownerName}.`);
}
