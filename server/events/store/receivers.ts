import type { Insertable, Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { EventReceiverTable } from '../../db/tables/api.ts';
import { type EventFilter, readFilter, writeFilter } from '../filter.ts';
import type { Receiver } from '../receiver.ts';

type Row = Selectable<EventReceiverTable>;

type NewReceiver = Omit<Insertable<EventReceiverTable>, 'filter'> & {
  readonly filter: EventFilter;
};

export function receiverOf(row: Row): Receiver {
  return { ...row, filter: readFilter(row.filter) };
}

/** All of them, by name. */
export async function listReceivers(database: Database): Promise<readonly Receiver[]> {
  const rows = await database
    .selectFrom('eventReceiver')
    .selectAll()
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(receiverOf);
}

export async function findReceiver(database: Database, id: string): Promise<Receiver | undefined> {
  const row = await database
    .selectFrom('eventReceiver')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row && receiverOf(row);
}

/** @returns whether it was added; false when there is one with this id */
export async function insertReceiver(
  database: Database,
  { filter, ...receiver }: NewReceiver,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('eventReceiver')
    .values({ ...receiver, filter: writeFilter(filter) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

type Changes = Partial<Omit<Receiver, 'id' | 'filter'> & { readonly filter: EventFilter }>;

/**
 * @param expected what it must be like, or nothing is changed
 * @returns whether it was changed
 */
export async function changeReceiver(
  database: Database,
  id: string,
  { filter, ...changes }: Changes,
  expected: Partial<Pick<Receiver, 'state' | 'sealedSecret' | 'cursor'>> = {},
): Promise<boolean> {
  let query = database
    .updateTable('eventReceiver')
    .set({ ...changes, ...(filter && { filter: writeFilter(filter) }) })
    .where('id', '=', id);
  const { state, sealedSecret, cursor } = expected;
  if (state !== undefined) query = query.where('state', '=', state);
  if (sealedSecret !== undefined) query = query.where('sealedSecret', '=', sealedSecret);
  if (cursor !== undefined) query = query.where('cursor', '=', cursor);
  const { numUpdatedRows } = await query.executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteReceiver(database: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom('eventReceiver')
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
