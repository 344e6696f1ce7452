import { sql, type Transaction } from 'kysely';
import type { PoolUser } from '../../cognito/types.ts';
import type { Database } from '../../db/database.ts';
import { dialectOf } from '../../db/dialect.ts';
import { relaxedTransaction } from '../../db/relaxed-transaction.ts';
import type { Tables } from '../../db/schema.ts';
import { searchText } from '../search/user-text.ts';
import { numberAttributes, readAttributeNumbers } from './attributes.ts';
import { type Counters, createCounters } from './counters.ts';
import { digestOf, factsOf, identityOf, userOf } from './facts.ts';
import { type ChangeSource, changesBetween, writeChanges } from './history.ts';
import { groupIdsOf } from './membership-rows.ts';
import { type Order, readOrders, updateOrders } from './orders.ts';
import { updateTextIndex } from './text-index.ts';
import { type UserValues, writeRows } from './write-rows.ts';

export type UserBatch = {
  readonly users: Iterable<PoolUser>;
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
  return relaxedTransaction(database, poolId, async (transaction) => {
    const context: Context = {
      transaction,
      poolId,
      batch,
      numbers: await readAttributeNumbers(transaction, poolId),
      orders: await readOrders(transaction, poolId),
      counters: createCounters(),
      ids: new Map(),
    };
    let written = 0;
    for (const users of portions(batch.users, atOnce))
      written += await applyPortion(context, users);
    await context.counters.write(transaction, poolId);
    await batch.alongside?.(transaction, context.ids.values());
    return { ids: context.ids, written };
  });
}

/** What the portions of a batch share. */
type Context = {
  readonly transaction: Transaction<Tables>;
  readonly poolId: number;
  readonly batch: UserBatch;
  /** Of the pool's attributes. */
  numbers: ReadonlyMap<string, number>;
  readonly orders: readonly Order[];
  readonly counters: Counters;
  readonly ids: Map<string, number>;
};

function* portions(users: Iterable<PoolUser>, most: number): Generator<PoolUser[]> {
  let portion: PoolUser[] = [];
  for (const user of users) {
    portion.push(user);
    if (portion.length < most) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

/** @returns how many rows were written */
async function applyPortion(context: Context, users: readonly PoolUser[]): Promise<number> {
  const { transaction, poolId, batch, ids } = context;
  const each = new Map(users.map((user) => [identityOf(user), user]));
  const known = await readKnown(transaction, poolId, [...each.keys()]);
  const changed: Changed[] = [];
  for (const [identity, user] of each) {
    const row = known.get(identity);
    if (row) ids.set(identity, row.id);
    const attributes = JSON.stringify(user.attributes);
    const digest = digestOf(user, attributes);
    if (row && !isNews(row, digest, user, batch.askedAt)) continue;
    changed.push({ identity, user, attributes, digest, row });
  }
  if (changed.length > 0) await write(context, changed);
  return changed.length;
}

type Changed = {
  readonly identity: string;
  readonly user: PoolUser;
  /** As JSON. */
  readonly attributes: string;
  readonly digest: string;
  readonly row: Known | undefined;
};

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
function isNews(row: Known, digest: string, user: PoolUser, askedAt: number): boolean {
  const isOlder = row.writtenAt > askedAt && user.modifiedAt.getTime() <= row.modifiedAt;
  if (row.deletedAt !== null) return !isOlder;
  return row.digest !== digest && !isOlder;
}

async function write(context: Context, changed: readonly Changed[]): Promise<void> {
  const { transaction, poolId, counters, orders, ids } = context;
  const { learnt, keepsHistory } = context.batch;
  const before = await readLive(
    transaction,
    changed.flatMap(({ row }) => (row && row.deletedAt === null ? [row.id] : [])),
  );
  const users = changed.map(({ user }) => user);
  context.numbers = await numberAttributes(transaction, poolId, context.numbers, users);
  const texts = users.map((user) => searchText(user, context.numbers));
  const rowIds = await writeRows(
    transaction,
    changed.map((change, index) => ({
      id: change.row?.id,
      values: valuesFor(poolId, learnt.at, change, texts[index] ?? ''),
    })),
  );

  const history: Parameters<typeof writeChanges>[1][number][] = [];
  const removed: number[] = [];
  const written: { id: number; searchText: string }[] = [];
  const moves: { id: number; before: PoolUser | undefined; after: PoolUser }[] = [];
  const groups = await groupIdsOf(transaction, [...before.keys()]);
  for (const [index, { identity, user }] of changed.entries()) {
    const id = rowIds[index] ?? 0;
    ids.set(identity, id);
    const old = before.get(id);
    const text = texts[index] ?? '';
    if (old?.searchText !== text) {
      if (old) removed.push(id);
      written.push({ id, searchText: text });
    }
    moves.push({ id, before: old?.user, after: user });
    const facts = factsOf(user);
    const oldFacts = old && factsOf(old.user);
    if (oldFacts) counters.user(oldFacts, groups.get(id) ?? [], -1);
    counters.user(facts, groups.get(id) ?? [], 1);
    if (!keepsHistory) continue;
    for (const [field, oldValue, newValue] of changesBetween(oldFacts, facts)) {
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

function valuesFor(poolId: number, at: number, change: Changed, text: string): UserValues {
  const { identity, user, attributes, digest } = change;
  const { status, isEnabled, verified, createdAt, modifiedAt } = factsOf(user);
  return [
    poolId,
    identity,
    at,
    user.username,
    status,
    isEnabled,
    verified,
    createdAt,
    modifiedAt,
    digest,
    text,
    attributes,
  ];
}
