import type { PasswordPolicy } from '../cognito/types.ts';
import type { DirectoryPage, MirroredUser } from '../directory/query.ts';
import { statusBadgeOf } from '../directory/status.ts';
import { userPath } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import { columnLabel } from './columns.ts';
import type { UserCell, UserRow, UserRows } from './list-views.ts';
import { mfaCell } from './mfa.ts';

type Around = {
  readonly pool: string;
  readonly policy: PasswordPolicy | undefined;
  readonly canBeTicked: boolean;
  readonly now: Date;
};

/** The rows of a page of users with the chosen columns. */
export function rowsOf(
  { users }: DirectoryPage,
  columns: readonly string[],
  around: Around,
): UserRows {
  return {
    users: users.map((user) => rowOf(user, columns, around)),
    canBeTicked: around.canBeTicked,
  };
}

function rowOf(
  { user, groups, mfa }: MirroredUser,
  columns: readonly string[],
  { pool, policy, now }: Around,
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
