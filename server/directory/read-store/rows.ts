import { type Selectable, sql } from 'kysely';
import type { DirectoryUserTable } from '../../db/tables/directory.ts';
import type { MirroredUser } from '../query.ts';
import { userOf } from '../store/facts.ts';
import { mfaOf } from '../store/mfa.ts';
import type { Scope } from './scope.ts';

type Row = Omit<Selectable<DirectoryUserTable>, 'searchText' | 'digest'> & {
  readonly factors: string | null;
  readonly learntAt: number | null;
};

/** The users behind ids, in the order of the ids; those that are no longer there are left out. */
export async function readUsers(
  { database, dialect, groups }: Pick<Scope, 'database' | 'dialect' | 'groups'>,
  ids: readonly number[],
): Promise<MirroredUser[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    select u.id, u.sub, u.username, u.status, u.is_enabled, u.created_at, u.modified_at,
      u.deleted_at, u.attributes, m.factors, m.learnt_at
    from directory_user u left join directory_mfa m on m.user_id = u.id
    where u.id in ${dialect.listed(ids)}`.execute(database);
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
      mfa: mfaOf(row),
      deletedAt: row.deletedAt === null ? undefined : new Date(row.deletedAt),
    };
  });
}
