import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/database.ts';
import { dialectOf } from '../../db/dialect.ts';
import { relaxedTransaction } from '../../db/relaxed-transaction.ts';
import type { Tables } from '../../db/schema.ts';
import { createCounters } from './counters.ts';
import { type ChangeSource, writeChanges } from './history.ts';
import { rowOf } from './users/apply-users.ts';
import type { UserFacts } from './users/facts.ts';

const rowsAtOnce = 2000;

/** The groups of a pool by name. */
export async function readGroups(database: Database, poolId: number): Promise<Map<string, number>> {
  const rows = await database
    .selectFrom('directoryGroup')
    .select(['id', 'name'])
    .where('poolId', '=', poolId)
    .execute();
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** The ids of these groups, in the same order; those not known yet are added. */
export async function addGroups(
  database: Database,
  poolId: number,
  names: readonly string[],
): Promise<number[]> {
  for (let at = 0; at < names.length; at += rowsAtOnce) {
    await database
      .insertInto('directoryGroup')
      .values(names.slice(at, at + rowsAtOnce).map((name) => ({ poolId, name })))
      .onConflict((conflict) => conflict.columns(['poolId', 'name']).doNothing())
      .execute();
  }
  const groups = await readGroups(database, poolId);
  return names.map((name) => groups.get(name) ?? 0);
}

/** Takes a group out that the pool no longer has, and everybody out of it. */
export async function removeGroup(
  database: Database,
  poolId: number,
  groupId: number,
  learnt: ChangeSource,
): Promise<void> {
  for await (const members of membersOf(database, groupId)) {
    await changeMembers(database, poolId, groupId, { leaving: members, joining: [] }, { learnt });
  }
  await database.deleteFrom('directoryGroup').where('id', '=', groupId).execute();
}

/** Ids of the members, some thousands at a time, in ascending order. */
export async function* membersOf(database: Database, groupId: number): AsyncGenerator<number[]> {
  let after = 0;
  for (;;) {
    const rows = await database
      .selectFrom('directoryMembership')
      .select('userId')
      .where('groupId', '=', groupId)
      .where('userId', '>', after)
      .orderBy('userId')
      .limit(rowsAtOnce)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.userId;
    yield rows.map(({ userId }) => userId);
  }
}

type Members = { readonly joining: readonly number[]; readonly leaving: readonly number[] };

type Learnt = {
  readonly learnt: ChangeSource;
  readonly keepsHistory?: boolean;
  /** Users written later are left alone: what is known of them is newer. */
  readonly unlessWrittenSince?: number;
};

/** Puts users into a group and takes others out; who is there (or not) already is passed over. */
export async function changeMembers(
  database: Database,
  poolId: number,
  groupId: number,
  { joining, leaving }: Members,
  { learnt, keepsHistory = true, unlessWrittenSince = Number.MAX_SAFE_INTEGER }: Learnt,
): Promise<void> {
  if (joining.length + leaving.length === 0) return;
  await relaxedTransaction(database, poolId, async (transaction) => {
    const group = await transaction
      .selectFrom('directoryGroup')
      .select('name')
      .where('id', '=', groupId)
      .executeTakeFirst();
    if (group === undefined) return;
    const wanted = await untouched(transaction, { joining, leaving }, unlessWrittenSince);
    const joined = await join(transaction, groupId, wanted.joining);
    const left = await leave(transaction, groupId, wanted.leaving);
    const facts = await readFacts(transaction, [...joined, ...left]);
    const counters = createCounters();
    const count = (ids: readonly number[], by: 1 | -1): void => {
      for (const id of ids) {
        const found = facts.get(id);
        if (found) counters.member(groupId, found, by);
      }
    };
    count(joined, 1);
    count(left, -1);
    if (keepsHistory) {
      const row = (id: number) => ({ ...rowOf(poolId, id, learnt), field: 'group' });
      await writeChanges(transaction, [
        ...joined.map((id) => ({ ...row(id), oldValue: '', newValue: group.name })),
        ...left.map((id) => ({ ...row(id), oldValue: group.name, newValue: '' })),
      ]);
    }
    await counters.write(transaction, poolId);
  });
}

async function untouched(
  transaction: Transaction<Tables>,
  members: Members,
  since: number,
): Promise<Members> {
  const { listed } = dialectOf(transaction);
  const fresh = async (ids: readonly number[]): Promise<number[]> => {
    if (ids.length === 0) return [];
    const { rows } = await sql<{ id: number }>`select id from directory_user
      where deleted_at is null and written_at <= ${since} and id in ${listed(ids)}`.execute(
      transaction,
    );
    return rows.map(({ id }) => id);
  };
  return { joining: await fresh(members.joining), leaving: await fresh(members.leaving) };
}

async function join(
  transaction: Transaction<Tables>,
  groupId: number,
  ids: readonly number[],
): Promise<number[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{
    userId: number;
  }>`insert into directory_membership (group_id, user_id)
    select ${groupId}, id from directory_user where id in ${dialectOf(transaction).listed(ids)}
    on conflict do nothing returning user_id`.execute(transaction);
  return rows.map(({ userId }) => userId);
}

async function leave(
  transaction: Transaction<Tables>,
  groupId: number,
  ids: readonly number[],
): Promise<number[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ userId: number }>`delete from directory_membership
    where group_id = ${groupId} and user_id in ${dialectOf(transaction).listed(ids)}
    returning user_id`.execute(transaction);
  return rows.map(({ userId }) => userId);
}

async function readFacts(
  transaction: Transaction<Tables>,
  ids: readonly number[],
): Promise<Map<number, UserFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('directoryUser')
    .select(['id', 'status', 'isEnabled', 'verified', 'createdAt', 'modifiedAt'])
    .where(sql<boolean>`id in ${dialectOf(transaction).listed(ids)}`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
