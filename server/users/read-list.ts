import type { ListState } from '../directory/list-state.ts';
import type { DirectoryPage, DirectoryReader, DirectorySummary } from '../directory/query.ts';
import { parseSearch, type SearchProblem, type SearchTerm } from '../directory/search-language.ts';
import { PoolkeeperError } from '../errors.ts';
import type { SearchProblemLine } from './list-views.ts';

export const rowsOnAPage = 50;

/** What a list shows, and what it cannot. */
export type ListAnswer = {
  readonly page: DirectoryPage;
  /** Undefined where counting takes longer than the page waits. */
  readonly summary: DirectorySummary | undefined;
  /** Why there is nothing to show; empty otherwise. */
  readonly problem: string;
};

/** How a page has searches counted: all of them, or those that do not keep it waiting. */
export type SummaryOf = (terms: readonly SearchTerm[]) => Promise<DirectorySummary | undefined>;

/** Reads a page of the list; an address that leads nowhere leaves the page standing. */
export async function readList(
  reader: Pick<DirectoryReader, 'list'>,
  summaryOf: SummaryOf,
  { sort, cursor }: ListState,
  terms: readonly SearchTerm[],
): Promise<ListAnswer> {
  const counted = summaryOf(terms);
  try {
    const page = await reader.list({ terms, sort, cursor, limit: rowsOnAPage });
    return { page, summary: await counted, problem: '' };
  } catch (error) {
    if (!(error instanceof PoolkeeperError) || error.status !== 400) throw error;
    const page = { users: [], nextCursor: undefined, sort, isPreparing: false };
    return { page, summary: await counted, problem: error.publicMessage };
  }
}

type Understood = {
  readonly terms: readonly SearchTerm[];
  /** The search that the terms are of. */
  readonly shown: string;
  readonly problem: SearchProblemLine | undefined;
};

/**
 * What a search asks for. One that cannot be understood leaves the list as it was.
 *
 * @param before the search that the browser showed until now; undefined when that is not known
 */
export function understand(search: string, before: string | undefined): Understood {
  const parsed = parseSearch(search);
  if (parsed.terms) return { terms: parsed.terms, shown: search, problem: undefined };
  const { terms = [] } = parseSearch(before ?? '');
  const problem = searchProblemLine(search, parsed.problem);
  return { terms, shown: terms.length === 0 ? '' : (before ?? ''), problem };
}

function searchProblemLine(
  search: string,
  { message, at, length }: SearchProblem,
): SearchProblemLine {
  return {
    message,
    before: search.slice(0, at),
    wrong: search.slice(at, at + length),
    after: search.slice(at + length),
  };
}

/** The search of the page that led here, if it was this same list. */
export function searchBefore(referer: string | undefined, path: string): string | undefined {
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const { pathname, searchParams } = new URL(referer);
  return pathname === path ? (searchParams.get('q')?.trim() ?? '') : undefined;
}
