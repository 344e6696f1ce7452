import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { yieldToEventLoop } from '../../db/driver/event-loop.ts';
import type { UserIds } from '../query.ts';

/** Names of one statement, which has each of them three times: well below what either database takes. */
const namesAtOnce = 500;

/**
 * The present users of these names, by the name that each was found by. Whatever else the process has to do
 * gets its turn between two statements.
 */
export async function findPresentUsers(
  database: Database,
  poolId: number,
  names: readonly string[],
): Promise<ReadonlyMap<string, UserIds>> {
  const all = new Map<string, UserIds>();
  for (let start = 0; start < names.length; start += namesAtOnce) {
    // No name has a NUL, and PostgreSQL refuses to look for one.
    const part = names.slice(start, start + namesAtOnce).filter((name) => !name.includes('\0'));
    if (part.length === 0) continue;
    const users = await read(database, poolId, part);
    const byUsername = new Map(users.map((user) => [user.username, user]));
    const bySub = new Map(users.map((user) => [user.sub, user]));
    for (const name of part) {
      // A username may imitate the sub of another user.
      const user = (name !== '' && bySub.get(name)) || byUsername.get(name);
      if (user !== undefined) all.set(name, user);
    }
    await yieldToEventLoop();
  }
  return all;
}

async function read(
  database: Database,
  poolId: number,
  names: readonly string[],
): Promise<readonly UserIds[]> {
  const list = sql.join(names);
  // The plus keeps SQLite from an index of the pool: rows are read by their ids.
  const { rows } = await sql<UserIds>`select u.sub, u.username from directory_user u
    where +u.pool_id = ${poolId} and u.deleted_at is null and u.id in (
      select user_id from directory_username where pool_id = ${poolId} and username in (${list})
      union all
      select w.id from directory_pool p cross join directory_user w
        where p.id = ${poolId} and w.id > p.placed_to
        and +w.pool_id = p.id and w.username in (${list})
      union all
      select s.id from directory_user s where s.pool_id = ${poolId} and s.sub in (${list}))
    order by u.id`.execute(database);
  return rows;
}
