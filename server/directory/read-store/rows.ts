import { type Selectable, sql } from 'kysely';
import type { DirectoryUserTable } from '../../db/directory-schema.ts';
import type { MirroredUser } from '../query.ts';
import { userOf } from '../store/facts.ts';
import type { Scope } from './scope.ts';

/** The users behind ids, in the order of the ids; those that are no longer there are left out. */
export async function readUsers(
  { database, dialect, groups }: Pick<Scope, 'database' | 'dialect' | 'groups'>,
  ids: readonly number[],
): Promise<MirroredUser[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Omit<Selectable<DirectoryUserTable>, 'searchText' | 'digest'>>`
    select id, sub, username, status, is_enabled, created_at, modified_at, deleted_at, attributes
    from directory_user where id in ${dialect.listed(ids)}`.execute(database);
  const memberships = await sql<{ userId: number; groupId: number }>`
    select user_id, group_id from directory_membership
    where user_id in ${dialect.listed(ids)}`.execute(database);
  const names = new Map<number, string[]>();
  for (const { userId, groupId } of memberships.rows) {
    const of = names.get(userId);
    if (of) of.push(groups.nameOf(groupId));
    else names.set(userId, [groups.nameOf(groupId)]);
  }
  const users = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = users.get(id);
    if (row === undefined) return [];
    return {
      user: userOf(row),
      groups: (names.get(id) ?? []).sort(),
      deletedAt: row.deletedAt === null ? undefined : new Date(row.deletedAt),
    };
  });
}
