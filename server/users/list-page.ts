import { actionLink, bulkActions } from '../actions/links.ts';
import type { PasswordPolicy } from '../cognito/types.ts';
import {
  availableColumns,
  type ListState,
  listAddress,
  sortableColumns,
  standardColumns,
  writeListState,
  writeSort,
} from '../directory/list-state.ts';
import {
  type DirectoryReader,
  mostCounted,
  type Sort,
  type SyncState,
  standardSort,
  type UserCount,
} from '../directory/query.ts';
import type { SearchTerm } from '../directory/search-language.ts';
import { freshnessLine } from '../freshness/view.ts';
import type { Operator } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { SavedView } from '../saved-views/store.ts';
import { jobsPath, usersPath, viewsPath, withQuery } from '../web/paths.ts';
import { columnHeadings, columnLabel, orderLabel } from './columns.ts';
import { facetMenus } from './facets.ts';
import type { BulkBar, SearchProblemLine, UserListPage, ViewsBar } from './list-views.ts';
import { isAboutMfa, mfaNote } from './mfa.ts';
import type { ListAnswer, SummaryOf } from './read-list.ts';
import { rowsOf } from './rows.ts';

/** What the page of the list is made of. */
export type ListParts = {
  readonly pool: string;
  readonly reader: Pick<DirectoryReader, 'mfaKnowledge'>;
  readonly summaryOf: SummaryOf;
  readonly operator: Operator;
  readonly state: ListState;
  readonly terms: readonly SearchTerm[];
  /** The search that the terms are of. */
  readonly shown: string;
  readonly searchProblem: SearchProblemLine | undefined;
  readonly answer: ListAnswer;
  readonly attributes: readonly string[];
  readonly views: readonly SavedView[];
  readonly sync: SyncState;
  readonly policy: PasswordPolicy | undefined;
  readonly now: Date;
};

const number = new Intl.NumberFormat('en');

/** Puts together what the page of the list shows. */
export async function userListPage(parts: ListParts): Promise<UserListPage> {
  const { pool, operator, terms, shown, answer, attributes, now } = parts;
  const path = usersPath(pool);
  const first: ListState = { ...parts.state, search: shown, cursor: undefined };
  const hrefOf = (changes: Partial<ListState>): string =>
    listAddress(path, { ...first, ...changes });
  const { nextCursor, sort } = answer.page;
  const isFiltered = shown !== '';
  const bulk = bulkBar(parts);
  const aboutMfa = mfaNote(await parts.reader.mfaKnowledge(), now);
  return {
    action: path,
    search: parts.state.search,
    searchProblem: parts.searchProblem,
    kept: [...new URLSearchParams(writeListState({ ...first, search: '' }))].map(
      ([name, value]) => ({ name, value }),
    ),
    views: viewsBar(parts, first),
    facets: await facetMenus(
      parts.summaryOf,
      terms,
      answer.summary?.facets,
      { mfa: aboutMfa },
      (search) => hrefOf({ search }),
    ),
    columns: columnHeadings(first, sort, attributes, (other) => hrefOf({ sort: other })),
    choices: choicesOf(first, attributes),
    rows: rowsOf(answer.page, first.columns, { ...parts, canBeTicked: bulk !== undefined }),
    shown,
    isFiltered,
    clearHref: hrefOf({ search: '' }),
    firstHref: parts.state.cursor === undefined ? undefined : hrefOf({}),
    nextHref: nextCursor === undefined ? undefined : hrefOf({ cursor: nextCursor }),
    summary: answer.problem === '' ? summarise(parts) : '',
    countHref:
      answer.summary === undefined
        ? withQuery(hrefOf({ cursor: parts.state.cursor }), { count: 'yes' })
        : undefined,
    note: noteOf(parts),
    mfaNote: isAboutMfa(terms, first.columns) ? aboutMfa : '',
    problem: answer.problem,
    freshness: freshnessLine(parts.sync, now, {
      pool,
      mayRefresh: isAllowed(operator.role, 'directory:refresh'),
      here: hrefOf({}),
    }),
    create: actionLink('user.create', operator, pool, { kind: 'pool', name: pool }),
    bulk,
  };
}

/** "3 users match", "10,000+ users match", "2,003 users" */
function summarise({ answer, terms }: ListParts): string {
  if (answer.summary === undefined) return '';
  const { total, isExact } = answer.summary.count;
  const count = isExact ? number.format(total) : `${number.format(mostCounted)}+`;
  if (terms.length === 0) return `${count} ${total === 1 ? 'user' : 'users'}`;
  if (total === 0) return 'No user matches';
  return `${count} ${total === 1 ? 'user matches' : 'users match'}`;
}

function bulkBar({ pool, operator, answer, terms }: ListParts): BulkBar | undefined {
  if (!isAllowed(operator.role, 'jobs:run')) return undefined;
  return {
    action: `${jobsPath(pool)}/choose`,
    actions: bulkActions(operator).map(({ id, label }) => ({ value: id, label })),
    allLabel: allLabel(answer.summary?.count, terms.length > 0),
  };
}

function allLabel(counted: UserCount | undefined, isSearch: boolean): string {
  if (counted === undefined) return 'All that match';
  const { total, isExact } = counted;
  const count = isExact ? number.format(total) : `${number.format(mostCounted)}+`;
  return isSearch ? `All ${count} that match` : `All ${count} users`;
}

function noteOf({ answer, state }: ListParts): string {
  const { page } = answer;
  if (page.isPreparing) {
    return `So many users are being put in order by ${columnLabel(state.sort.column)} for the first time. Until that is done, the newest come first.`;
  }
  if (page.users.length === 0 && page.nextCursor !== undefined) {
    return 'Nobody was found among those looked at so far. Go on to look further.';
  }
  return '';
}

function choicesOf(state: ListState, attributes: readonly string[]): UserListPage['choices'] {
  const isSame = (sort: Sort): boolean => writeSort(sort) === writeSort(state.sort);
  const orders: Sort[] = sortableColumns(attributes).flatMap((column) => [
    { column, direction: 'ascending' },
    { column, direction: 'descending' },
  ]);
  return {
    columns: availableColumns(attributes).map((name) => ({
      value: name,
      label: columnLabel(name),
      isChosen: state.columns.includes(name),
    })),
    orders: orders.map((sort) => ({
      value: writeSort(sort),
      label: orderLabel(sort),
      isChosen: isSame(sort),
    })),
  };
}

function viewsBar({ pool, operator, views }: ListParts, state: ListState): ViewsBar {
  const path = usersPath(pool);
  const query = writeListState(state);
  const everybody = writeListState({
    search: '',
    sort: standardSort,
    columns: standardColumns,
    cursor: undefined,
  });
  const current = views.find((view) => view.query === query);
  const mayChange =
    current !== undefined &&
    (current.ownerSub === operator.sub ||
      (current.isShared && isAllowed(operator.role, 'views:share')));
  return {
    all: { href: path, isCurrent: query === everybody },
    views: views.map((view) => ({
      name: view.name,
      href: view.query === '' ? path : `${path}?${view.query}`,
      isCurrent: view === current,
      by: view.ownerSub === operator.sub ? '' : `Shared by ${view.ownerName}`,
    })),
    save:
      query === everybody || current !== undefined
        ? undefined
        : { href: withQuery(`${viewsPath(pool)}/new`, { query }) },
    change: mayChange
      ? { name: current.name, href: `${viewsPath(pool)}/${current.id}` }
      : undefined,
  };
}
