import { type RawBuilder, sql } from 'kysely';

/** Ids of the rows of everybody who has or had this username, as a subquery. */
export function idsNamed(poolId: number, username: string): RawBuilder<unknown> {
  // The plus keeps SQLite from an index: the few who have no place yet are read by their ids.
  return sql`(select user_id from directory_username
      where pool_id = ${poolId} and username = ${username}
    union all
    select u.id from directory_pool p cross join directory_user u
      where p.id = ${poolId} and u.id > p.placed_to
      and +u.pool_id = p.id and u.username = ${username})`;
}

/** The same of everybody who has or had this username or sub. */
export function idsKnownAs(poolId: number, usernameOrSub: string): RawBuilder<unknown> {
  return sql`(select user_id from ${idsNamed(poolId, usernameOrSub)} as named
    union select id from directory_user where pool_id = ${poolId} and sub = ${usernameOrSub})`;
}
