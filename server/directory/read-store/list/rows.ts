import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { DirectoryUserTable } from '../../../db/tables/directory.ts';
import type { MirroredUser } from '../../query.ts';
import { mfaOf } from '../../store/mfa.ts';
import { userOf } from '../../store/users/facts.ts';
import type { Scope } from '../scope.ts';

/** What is read of a user for a page. */
export type UserRow = Omit<
  Selectable<DirectoryUserTable>,
  'poolId' | 'verified' | 'writtenAt' | 'searchText' | 'digest'
> & {
  readonly factors: string | null;
  readonly learntAt: number | null;
  /** Ids separated by commas; null for somebody in no group. */
  readonly groupIds: string | null;
};

/** The columns of a `UserRow`, of `u` and of `m`, which `withMfa` joins; named as in the type. */
export function userColumns({ dialect }: Pick<Scope, 'dialect'>): RawBuilder<unknown> {
  return sql`u.id, u.sub, u.username, u.status, u.is_enabled as "isEnabled",
    u.created_at as "createdAt", u.modified_at as "modifiedAt", u.deleted_at as "deletedAt",
    u.attributes, m.factors, m.learnt_at as "learntAt",
    (select ${dialect.joined('group_id')} from directory_membership where user_id = u.id)
      as "groupIds"`;
}

export const withMfa = sql`left join directory_mfa m on m.user_id = u.id`;

/** The user that a row tells of. */
export function mirroredUser({ groups }: Pick<Scope, 'groups'>, row: UserRow): MirroredUser {
  const ids = row.groupIds === null ? [] : row.groupIds.split(',');
  return {
    user: userOf(row),
    groups: ids.map((id) => groups.nameOf(Number(id))).sort(),
    mfa: mfaOf(row),
    deletedAt: row.deletedAt === null ? undefined : new Date(row.deletedAt),
  };
}

/** The users behind ids, in the order of the ids; those that are no longer there are left out. */
export async function readUsers(scope: Scope, ids: readonly number[]): Promise<MirroredUser[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<UserRow>`select ${userColumns(scope)} from directory_user u ${withMfa}
    where u.id in ${scope.dialect.listed(ids)}`.execute(scope.asNamed);
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = found.get(id);
    return row === undefined ? [] : mirroredUser(scope, row);
  });
}
