import { sql, type Transaction } from 'kysely';
import type { PoolUser } from '../../../cognito/types.ts';
import type { Database } from '../../../db/database.ts';
import { dialectOf } from '../../../db/dialect.ts';
import { relaxedTransaction } from '../../../db/relaxed-transaction.ts';
import type { Tables } from '../../../db/schema.ts';
import { numberAttributes } from '../attributes.ts';
import { type Counters, createCounters } from '../counters.ts';
import { type ChangeSource, changesBetween, writeChanges } from '../history.ts';
import { groupIdsOf } from '../membership-rows.ts';
import { type Order, readOrders, updateOrders } from '../orders.ts';
import { updateTextIndex } from '../text-index.ts';
import { factsOf, userOf } from './facts.ts';
import { placeNew, placesAtOnce } from './places.ts';
import { type PreparedUser, prepareUser } from './prepared-user.ts';
import { type UserValues, writeRows } from './write-rows.ts';

export type UserBatch<User = PoolUser> = {
  readonly users: Iterable<User>;
  /** When the pool was asked: what was written later is newer than this. */
  readonly askedAt: number;
  readonly learnt: ChangeSource;
  /** False for a first walk, to which everybody is new. */
  readonly keepsHistory: boolean;
  /** Runs in the same transaction, so that progress is stored together with what was done. */
  readonly alongside?:
    | ((transaction: Transaction<Tables>, ids: Iterable<number>) => Promise<void>)
    | undefined;
};

export type AppliedUsers = {
  /** Ids of the rows of all users of the batch, by identity. */
  readonly ids: ReadonlyMap<string, number>;
  /** How many rows were written. */
  readonly written: number;
};

/** What is looked up of every user to see whether anything is new. */
type Known = {
  readonly id: number;
  readonly sub: string;
  readonly digest: string;
  readonly modifiedAt: number;
  readonly writtenAt: number;
  readonly deletedAt: number | null;
};

/** Few enough that what is made of them is gone again before it is looked at by the collector. */
const atOnce = 120;

/** Brings the rows of these users up to date in one transaction; unchanged ones are not written. */
export async function applyUsers(
  database: Database,
  poolId: number,
  batch: UserBatch,
): Promise<AppliedUsers> {
  const users = [...batch.users];
  return relaxedTransaction(database, poolId, async (transaction) => {
    const numbers = await numberAttributes(transaction, poolId, users);
    const prepared = users.map((user) => prepareUser(user, numbers));
    return apply(transaction, poolId, { ...batch, users: prepared });
  });
}

/** The same for users who were prepared before. */
export async function applyPrepared(
  database: Database,
  poolId: number,
  batch: UserBatch<PreparedUser>,
): Promise<AppliedUsers> {
  return relaxedTransaction(database, poolId, (transaction) => apply(transaction, poolId, batch));
}

/** What the portions of a batch share. */
type Context = {
  readonly transaction: Transaction<Tables>;
  readonly poolId: number;
  readonly batch: UserBatch<PreparedUser>;
  readonly orders: readonly Order[];
  /** Whether users who are new get their places at once. */
  readonly placesNew: boolean;
  readonly counters: Counters;
  readonly ids: Map<string, number>;
};

async function apply(
  transaction: Transaction<Tables>,
  poolId: number,
  batch: UserBatch<PreparedUser>,
): Promise<AppliedUsers> {
  const orders = await readOrders(transaction, poolId);
  const placesNew = await placesAtOnce(transaction, poolId);
  const counters = createCounters();
  const ids = new Map<string, number>();
  const context: Context = { transaction, poolId, batch, orders, placesNew, counters, ids };
  let written = 0;
  for (const users of portions(batch.users, atOnce)) {
    written += await applyPortion(context, users);
  }
  await counters.write(transaction, poolId);
  await batch.alongside?.(transaction, ids.values());
  return { ids, written };
}

function* portions<Item>(items: Iterable<Item>, most: number): Generator<Item[]> {
  let portion: Item[] = [];
  for (const item of items) {
    portion.push(item);
    if (portion.length < most) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

type Changed = { readonly user: PreparedUser; readonly row: Known | undefined };

/** @returns how many rows were written */
async function applyPortion(context: Context, users: readonly PreparedUser[]): Promise<number> {
  const { transaction, poolId, batch, ids } = context;
  const each = new Map(users.map((user) => [user.sub, user]));
  const known = await readKnown(transaction, poolId, [...each.keys()]);
  const changed: Changed[] = [];
  for (const user of each.values()) {
    const row = known.get(user.sub);
    if (row) ids.set(user.sub, row.id);
    if (row && !isNews(row, user, batch.askedAt)) continue;
    changed.push({ user, row });
  }
  if (changed.length > 0) await write(context, changed);
  return changed.length;
}

async function readKnown(
  transaction: Transaction<Tables>,
  poolId: number,
  identities: readonly string[],
): Promise<Map<string, Known>> {
  if (identities.length === 0) return new Map();
  const { rows } = await sql<Known>`select id, sub, digest, modified_at, written_at, deleted_at
    from directory_user
    where pool_id = ${poolId} and sub in ${dialectOf(transaction).listed(identities)}`.execute(
    transaction,
  );
  return new Map(rows.map((row) => [row.sub, row]));
}

/** A page that was on its way while the row was written must not undo that. */
function isNews(row: Known, user: PreparedUser, askedAt: number): boolean {
  const isOlder = row.writtenAt > askedAt && user.modifiedAt <= row.modifiedAt;
  if (row.deletedAt !== null) return !isOlder;
  return row.digest !== user.digest && !isOlder;
}

async function write(context: Context, changed: readonly Changed[]): Promise<void> {
  const { transaction, poolId, counters, orders, ids } = context;
  const { learnt, keepsHistory } = context.batch;
  const before = await readLive(
    transaction,
    changed.flatMap(({ row }) => (row && row.deletedAt === null ? [row.id] : [])),
  );
  const rowIds = await writeRows(
    transaction,
    changed.map(({ user, row }) => ({ id: row?.id, values: valuesFor(poolId, learnt.at, user) })),
  );
  if (context.placesNew) {
    await placeNew(
      transaction,
      rowIds.filter((_, index) => changed[index]?.row === undefined),
    );
  }

  const history: Parameters<typeof writeChanges>[1][number][] = [];
  const removed: number[] = [];
  const written: { id: number; indexedText: string }[] = [];
  const moves: Parameters<typeof updateOrders>[3][number][] = [];
  const groups = await groupIdsOf(transaction, [...before.keys()]);
  for (const [index, { user }] of changed.entries()) {
    const id = rowIds[index] ?? 0;
    ids.set(user.sub, id);
    const old = before.get(id);
    if (old?.searchText !== user.searchText) {
      if (old) removed.push(id);
      written.push({ id, indexedText: user.indexedText });
    }
    if (orders.length > 0) moves.push({ id, before: old?.user, after: userOf(user) });
    const oldFacts = old && factsOf(old.user);
    if (oldFacts) counters.user(oldFacts, groups.get(id) ?? [], -1);
    counters.user(user, groups.get(id) ?? [], 1);
    if (!keepsHistory) continue;
    for (const [field, oldValue, newValue] of changesBetween(oldFacts, user)) {
      history.push({ ...rowOf(poolId, id, learnt), field, oldValue, newValue });
      if (field === 'status' && newValue === 'CONFIRMED') counters.confirmed(learnt.at);
    }
  }
  await updateTextIndex(transaction, removed, written);
  await updateOrders(transaction, poolId, orders, moves);
  await writeChanges(transaction, history);
}

export function rowOf(poolId: number, userId: number, { at, source, auditNumber }: ChangeSource) {
  return { poolId, userId, at, source, auditNumber: auditNumber ?? null };
}

/** The users behind these rows as they were last written. */
export async function readLive(
  transaction: Transaction<Tables>,
  ids: readonly number[],
): Promise<Map<number, { user: PoolUser; searchText: string }>> {
  if (ids.length === 0) return new Map();
  const { listed } = dialectOf(transaction);
  const rows = await transaction
    .selectFrom('directoryUser')
    .selectAll()
    .where('deletedAt', 'is', null)
    .where(sql<boolean>`id in ${listed(ids)}`)
    .execute();
  return new Map(rows.map((row) => [row.id, { user: userOf(row), searchText: row.searchText }]));
}

function valuesFor(poolId: number, at: number, user: PreparedUser): UserValues {
  return [
    poolId,
    user.sub,
    at,
    user.username,
    user.status,
    user.isEnabled,
    user.verified,
    user.createdAt,
    user.modifiedAt,
    user.digest,
    user.searchText,
    user.attributes,
  ];
}
