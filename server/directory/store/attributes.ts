import type { Kysely } from 'kysely';
import type { PoolUser } from '../../cognito/types.ts';
import type { Database } from '../../db/database.ts';
import { relaxedTransaction } from '../../db/relaxed-transaction.ts';
import type { Tables } from '../../db/schema.ts';
import { mostMarks, searchableValues } from '../search/user-text.ts';

/** Columns that are sorted by and are no attributes; they have numbers all the same. */
export const ownColumns = ['username', 'status', 'enabled', 'modified'] as const;

/** The numbers of a pool's attributes by name. */
export async function readAttributeNumbers(
  database: Kysely<Tables>,
  poolId: number,
): Promise<Map<string, number>> {
  const rows = await database
    .selectFrom('directoryAttribute')
    .select(['name', 'number'])
    .where('poolId', '=', poolId)
    .execute();
  return new Map(rows.map(({ name, number }) => [name, number]));
}

/** Gives numbers to those attributes of users that have none yet; answers all of them. */
export async function numberAttributes(
  database: Kysely<Tables>,
  poolId: number,
  users: readonly PoolUser[],
): Promise<ReadonlyMap<string, number>> {
  const numbers = await readAttributeNumbers(database, poolId);
  if (areKnown(numbers, users)) return numbers;
  const found = users.flatMap((user) => searchableValues(user).map(([name]) => name));
  let next = Math.max(-1, ...numbers.values()) + 1;
  const names = new Set(numbers.size === 0 ? [...ownColumns, ...found] : found);
  const added = [...names]
    .filter((name) => !numbers.has(name))
    .slice(0, mostMarks - next)
    .map((name) => {
      const number = next;
      next += 1;
      numbers.set(name, number);
      return { poolId, name, number, orderedTo: null, isOrdered: 0 };
    });
  if (added.length > 0) await database.insertInto('directoryAttribute').values(added).execute();
  return numbers;
}

function areKnown(numbers: ReadonlyMap<string, number>, users: readonly PoolUser[]): boolean {
  return users.every((user) => searchableValues(user).every(([name]) => numbers.has(name)));
}

/** The numbers of the attributes that these users have. */
export type NumbersFor = (users: readonly PoolUser[]) => Promise<ReadonlyMap<string, number>>;

/** Asks the database only for names that did not come up before. */
export function createNumbering(database: Database, poolId: number): NumbersFor {
  let known: ReadonlyMap<string, number> = new Map();
  return async (users) => {
    if (!areKnown(known, users)) {
      known = await relaxedTransaction(database, poolId, (transaction) =>
        numberAttributes(transaction, poolId, users),
      );
    }
    return known;
  };
}
