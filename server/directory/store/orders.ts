import { type Kysely, sql, type Transaction } from 'kysely';
import type { PoolUser } from '../../cognito/types.ts';
import type { Database } from '../../db/database.ts';
import { dialectOf } from '../../db/dialect.ts';
import { relaxedTransaction } from '../../db/relaxed-transaction.ts';
import type { Tables } from '../../db/schema.ts';
import { orderKey } from '../search/order-key.ts';
import { userOf } from './users/facts.ts';

/** A column that somebody sorts by. */
export type Order = {
  readonly column: string;
  readonly attribute: number;
  readonly isReady: boolean;
};

/** Rows put in order in one transaction: short enough that pages do not wait. */
const rowsAtOnce = 1000;

export async function readOrders(
  database: Kysely<Tables>,
  poolId: number,
): Promise<readonly Order[]> {
  const rows = await database
    .selectFrom('directoryAttribute')
    .select(['name', 'number', 'isOrdered'])
    .where('poolId', '=', poolId)
    .where('orderedTo', 'is not', null)
    .execute();
  return rows.map(({ name, number, isOrdered }) => ({
    column: name,
    attribute: number,
    isReady: isOrdered === 1,
  }));
}

/** Asks for an order to be made by the process that syncs; nothing happens when it was asked for. */
export async function requestOrder(
  database: Database,
  poolId: number,
  column: string,
): Promise<void> {
  await database
    .updateTable('directoryAttribute')
    .set({ orderedTo: 0 })
    .where('poolId', '=', poolId)
    .where('name', '=', column)
    .where('orderedTo', 'is', null)
    .execute();
}

type Change = { id: number; before: PoolUser | undefined; after: PoolUser | undefined };

/** Moves users to where they belong now; `undefined` stands for one who is not in the list. */
export async function updateOrders(
  transaction: Transaction<Tables>,
  poolId: number,
  orders: readonly Order[],
  changes: readonly Change[],
): Promise<void> {
  const gone: [number, string, number][] = [];
  const come: [number, string, number][] = [];
  for (const { column, attribute } of orders) {
    for (const { id, before, after } of changes) {
      const old = before && orderKey(column, before);
      const key = after && orderKey(column, after);
      if (old === key) continue;
      if (old !== undefined) gone.push([attribute, old, id]);
      if (key !== undefined) come.push([attribute, key, id]);
    }
  }
  const { each } = dialectOf(transaction);
  if (gone.length > 0) {
    await sql`delete from directory_order where pool_id = ${poolId} and (attribute, key, user_id) in
      (select cast(value ->> 0 as integer), value ->> 1, cast(value ->> 2 as integer)
       from ${each(gone)})`.execute(transaction);
  }
  await insertKeys(transaction, poolId, come);
}

async function insertKeys(
  transaction: Transaction<Tables>,
  poolId: number,
  keys: readonly [attribute: number, key: string, userId: number][],
): Promise<void> {
  if (keys.length === 0) return;
  await sql`insert into directory_order (pool_id, attribute, key, user_id)
    select ${poolId}, cast(value ->> 0 as integer), value ->> 1, cast(value ->> 2 as integer)
    from ${dialectOf(transaction).each(keys)} where true
    on conflict do nothing`.execute(transaction);
}

/**
 * Puts the next thousand users into the first order that is not complete.
 *
 * @returns false when there is nothing left to do
 */
export async function buildOrders(database: Database, poolId: number): Promise<boolean> {
  return relaxedTransaction(database, poolId, async (transaction) => {
    const order = await transaction
      .selectFrom('directoryAttribute')
      .select(['name', 'number', 'orderedTo'])
      .where('poolId', '=', poolId)
      .where('orderedTo', 'is not', null)
      .where('isOrdered', '=', 0)
      .orderBy('number')
      .executeTakeFirst();
    if (order === undefined) return false;
    const rows = await transaction
      .selectFrom('directoryUser')
      .selectAll()
      .where('id', '>', order.orderedTo ?? 0)
      .where('poolId', '=', poolId)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute();
    await insertKeys(
      transaction,
      poolId,
      rows
        .filter(({ deletedAt }) => deletedAt === null)
        .map((row) => [order.number, orderKey(order.name, userOf(row)), row.id]),
    );
    const last = rows.at(-1);
    await transaction
      .updateTable('directoryAttribute')
      .set(last ? { orderedTo: last.id } : { isOrdered: 1 })
      .where('poolId', '=', poolId)
      .where('number', '=', order.number)
      .execute();
    return true;
  });
}
