import { sql, type Transaction } from 'kysely';
import type { PoolUser } from '../../cognito/types.ts';
import type { Database } from '../../db/database.ts';
import { dialectOf } from '../../db/dialect.ts';
import { relaxedTransaction } from '../../db/relaxed-transaction.ts';
import type { Tables } from '../../db/schema.ts';
import { searchText } from '../search/user-text.ts';
import { numberAttributes, readAttributeNumbers } from './attributes.ts';
import { createCounters } from './counters.ts';
import { digestOf, factsOf, identityOf, userOf } from './facts.ts';
import { type ChangeSource, changesBetween, writeChanges } from './history.ts';
import { groupIdsOf } from './membership-rows.ts';
import { readOrders, updateOrders } from './orders.ts';
import { updateTextIndex } from './text-index.ts';
import { type UserRow, upsertUsers } from './upsert-users.ts';

export type UserBatch = {
  readonly users: readonly PoolUser[];
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

/** Brings the rows of these users up to date in one transaction; unchanged ones are not written. */
export async function applyUsers(
  database: Database,
  poolId: number,
  batch: UserBatch,
): Promise<AppliedUsers> {
  const users = new Map(batch.users.map((user) => [identityOf(user), user]));
  return relaxedTransaction(database, poolId, async (transaction) => {
    const known = await readKnown(transaction, poolId, [...users.keys()]);
    const ids = new Map<string, number>();
    const changed: Changed[] = [];
    for (const [identity, user] of users) {
      const row = known.get(identity);
      if (row) ids.set(identity, row.id);
      const attributes = JSON.stringify(user.attributes);
      const digest = digestOf(user, attributes);
      if (row && !isNews(row, digest, user, batch.askedAt)) continue;
      changed.push({ identity, user, attributes, digest, row });
    }
    if (changed.length > 0) {
      for (const [identity, id] of await write(transaction, poolId, batch, changed)) {
        ids.set(identity, id);
      }
    }
    await batch.alongside?.(transaction, ids.values());
    return { ids, written: changed.length };
  });
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

async function write(
  transaction: Transaction<Tables>,
  poolId: number,
  { learnt, keepsHistory }: UserBatch,
  changed: readonly Changed[],
): Promise<Map<string, number>> {
  const before = await readLive(
    transaction,
    changed.flatMap(({ row }) => (row && row.deletedAt === null ? [row.id] : [])),
  );
  const numbers = await numberAttributes(
    transaction,
    poolId,
    await readAttributeNumbers(transaction, poolId),
    changed.map(({ user }) => user),
  );
  const texts = changed.map(({ user }) => searchText(user, numbers));
  const ids = await upsertUsers(
    transaction,
    changed.map((change, index) => rowFor(poolId, learnt.at, change, texts[index] ?? '')),
  );

  const counters = createCounters();
  const history: Parameters<typeof writeChanges>[1][number][] = [];
  const removed: number[] = [];
  const written: { id: number; searchText: string }[] = [];
  const moves: { id: number; before: PoolUser | undefined; after: PoolUser }[] = [];
  const groups = await groupIdsOf(transaction, [...before.keys()]);
  for (const [index, { identity, user }] of changed.entries()) {
    const id = ids.get(identity) ?? 0;
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
  await updateOrders(transaction, poolId, await readOrders(transaction, poolId), moves);
  await writeChanges(transaction, history);
  await counters.write(transaction, poolId);
  return ids;
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

function rowFor(poolId: number, at: number, change: Changed, text: string): UserRow {
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
