import { attributeLabel } from '../actions/attributes/attribute-fields.ts';
import type { ListState } from '../directory/list-state.ts';
import { sortableColumns } from '../directory/list-state.ts';
import type { Sort } from '../directory/query.ts';
import type { UserColumn } from './list-views.ts';

const labels: ReadonlyMap<string, string> = new Map([
  ['username', 'User'],
  ['status', 'Status'],
  ['enabled', 'Sign-in'],
  ['groups', 'Groups'],
  ['created', 'Created'],
  ['modified', 'Changed'],
  ['sub', 'User id'],
  ['mfa', 'MFA'],
]);

/** What a column is called. */
export function columnLabel(name: string): string {
  return labels.get(name) ?? attributeLabel(name);
}

/** Columns that are first looked at from their end: the newest, the latest change. */
const newestFirst: ReadonlySet<string> = new Set(['created', 'modified']);

/** The headings. A click sorts by the column, another one the other way round. */
export function columnHeadings(
  state: ListState,
  shownSort: Sort,
  attributes: readonly string[],
  hrefOf: (sort: Sort) => string,
): UserColumn[] {
  const sortable = new Set(sortableColumns(attributes));
  return ['username', ...state.columns].map((column) => {
    const isSorted = shownSort.column === column;
    const first = newestFirst.has(column) ? 'descending' : 'ascending';
    const direction = isSorted ? opposite(shownSort.direction) : first;
    return {
      label: columnLabel(column),
      sortHref: sortable.has(column) ? hrefOf({ column, direction }) : undefined,
      isWide: column === 'username' || column === 'email',
      order: isSorted ? shownSort.direction : 'none',
    };
  });
}

/** "Created, newest first": an order in words. */
export function orderLabel({ column, direction }: Sort): string {
  const isUp = direction === 'ascending';
  if (newestFirst.has(column)) return `${columnLabel(column)}, ${isUp ? 'oldest' : 'newest'} first`;
  return `${columnLabel(column)}, ${isUp ? 'from the start' : 'from the end'}`;
}

function opposite(direction: Sort['direction']): Sort['direction'] {
  return direction === 'ascending' ? 'descending' : 'ascending';
}
