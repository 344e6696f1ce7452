import { attributeLabel } from '../actions/attributes/attribute-fields.ts';
import type { PasswordPolicy } from '../cognito/types.ts';
import type { ListState } from '../directory/list-state.ts';
import { sortableColumns } from '../directory/list-state.ts';
import type { MirroredUser, Sort } from '../directory/query.ts';
import { statusBadgeOf } from '../directory/status.ts';
import { userPath } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { UserCell, UserColumn, UserRow } from './list-views.ts';
import { mfaCell } from './mfa.ts';

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

/** A row of the list with the chosen columns. */
export function rowOf(
  { user, groups, mfa }: MirroredUser,
  columns: readonly string[],
  { pool, policy, now }: { pool: string; policy: PasswordPolicy | undefined; now: Date },
): UserRow {
  const { attributes } = user;
  const fullName = [attributes.given_name, attributes.family_name].filter(Boolean).join(' ');
  const cellOf = (column: string): UserCell => {
    const label = columnLabel(column);
    switch (column) {
      case 'status':
        return { label, kind: 'status', badge: statusBadgeOf(user, policy, now) };
      case 'enabled':
        return { label, kind: 'enabled', isEnabled: user.isEnabled };
      case 'groups':
        return { label, kind: 'groups', groups };
      case 'created':
        return { label, kind: 'time', moment: momentOf(user.createdAt, now) };
      case 'modified':
        return { label, kind: 'time', moment: momentOf(user.modifiedAt, now) };
      case 'mfa':
        return { label, kind: 'mfa', ...mfaCell(mfa, now) };
      case 'sub':
        return { label, kind: 'text', text: user.sub };
      default:
        return { label, kind: 'text', text: attributes[column] ?? '' };
    }
  };
  return {
    username: user.username,
    href: userPath(pool, user.username),
    name: attributes.name ?? fullName,
    isEnabled: user.isEnabled,
    cells: columns.map(cellOf),
  };
}

function opposite(direction: Sort['direction']): Sort['direction'] {
  return direction === 'ascending' ? 'descending' : 'ascending';
}
