import type { Kysely } from 'kysely';
import type { PoolUser } from '../../cognito/types.ts';
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

/** Gives numbers to names that have none yet; answers all of them. */
export async function numberAttributes(
  database: Kysely<Tables>,
  poolId: number,
  known: ReadonlyMap<string, number>,
  users: readonly PoolUser[],
): Promise<ReadonlyMap<string, number>> {
  const unknown = new Set<string>();
  for (const user of users) {
    for (const [name] of searchableValues(user)) if (!known.has(name)) unknown.add(name);
  }
  if (unknown.size === 0) return known;
  const numbers = await readAttributeNumbers(database, poolId);
  let next = Math.max(-1, ...numbers.values()) + 1;
  const names = numbers.size === 0 ? [...ownColumns, ...unknown] : [...unknown];
  const added = names
    .filter((name, index) => !numbers.has(name) && names.indexOf(name) === index)
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
