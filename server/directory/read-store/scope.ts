import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { type Dialect, dialectOf } from '../../db/dialect.ts';
import { withOwnNames } from '../../db/driver/plugins.ts';
import type { Tables } from '../../db/schema.ts';
import { type MfaKnowledge, mostCounted } from '../query.ts';
import { readAttributeNumbers } from '../store/attributes.ts';
import { readMfaKnowledge } from '../store/mfa.ts';
import { type Order, readOrders } from '../store/orders.ts';
import { type Cube, readCube } from './summary/cube.ts';

/** What a query needs to know of the pool before it is written; read together, kept for a second. */
export type Scope = {
  readonly database: Database;
  /** The same, for statements that name the columns of their answer as the code does. */
  readonly asNamed: Database;
  readonly dialect: Dialect;
  readonly poolId: number;
  readonly now: Date;
  /** Of attributes, by name. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly groups: Groups;
  readonly orders: readonly Order[];
  readonly cube: Cube;
  readonly mfa: MfaKnowledge;
  readonly limits: Limits;
};

/** Where one way of answering gives way to another. */
export type Limits = {
  /** Up to so many candidates are read and sorted; with more, the order is walked instead. */
  readonly collected: number;
  /** Rows looked at in the first statement of a walk, and in any: so long do others wait. */
  readonly firstSlice: number;
  readonly largestSlice: number;
  /** Up to so many candidates are looked for along the order, where that is the newest first. */
  readonly glancedAmong: number;
  /** From so many users on; in a smaller pool all candidates are read in a few milliseconds. */
  readonly glancedFrom: number;
  /** Entries of the index looked at for a page before few candidates are read and sorted after all. */
  readonly glanced: number;
  /** Rows looked at for one page, which is short when they were not enough. */
  readonly lookedAt: number;
  /** Users that a search is counted to. */
  readonly mostCounted: number;
  /** Candidates that are counted while a page waits for it: two milliseconds. */
  readonly countedQuickly: number;
  /** Candidates that are found in one statement, and that are counted in one. */
  readonly candidatesAtOnce: number;
  readonly countedAtOnce: number;
};

export const standardLimits: Limits = {
  collected: 5000,
  firstSlice: 500,
  largestSlice: 8000,
  glancedAmong: 10_000,
  glancedFrom: 100_000,
  glanced: 40_000,
  lookedAt: 200_000,
  mostCounted,
  countedQuickly: 500,
  candidatesAtOnce: 16_000,
  countedAtOnce: 2_000,
};

export type Groups = {
  /** By the exact name, or else by one that differs in capitals only. */
  find(name: string): number | undefined;
  nameOf(id: number): string;
};

export async function readScope(
  database: Database,
  poolId: number,
  now: Date,
  limits: Limits,
): Promise<Scope> {
  return {
    database,
    asNamed: withOwnNames(database),
    dialect: dialectOf(database),
    poolId,
    now,
    numbers: await readAttributeNumbers(database, poolId),
    groups: await readGroupNames(database, poolId),
    orders: await readOrders(database, poolId),
    cube: await readCube(database, poolId),
    mfa: await readMfaKnowledge(database, poolId),
    limits,
  };
}

async function readGroupNames(database: Kysely<Tables>, poolId: number): Promise<Groups> {
  const rows = await database
    .selectFrom('directoryGroup')
    .select(['id', 'name'])
    .where('poolId', '=', poolId)
    .execute();
  const byName = new Map(rows.map(({ id, name }) => [name, id]));
  const bySmallName = new Map(rows.map(({ id, name }) => [name.toLowerCase(), id]));
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return {
    find: (name) => byName.get(name) ?? bySmallName.get(name.toLowerCase()),
    nameOf: (id) => names.get(id) ?? '',
  };
}

/** Users of the pool who are there, as `u`. */
export function present(poolId: number): RawBuilder<boolean> {
  return sql`u.pool_id = ${poolId} and u.deleted_at is null`;
}

/** All of them; the pool's own condition stands in front, so there is always one. */
export function allOf(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql.join(conditions, sql` and `);
}
