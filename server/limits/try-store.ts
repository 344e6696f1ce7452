import { clockTolerance } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { relaxedWrite } from '../db/relaxed-transaction.ts';

/** How many tries a key has made in the minute that ends at `endsAt`. */
export type Counted = { readonly count: number; readonly endsAt: number };

/** A key with the end of the minute that its try was counted in. */
export type CountedKey = { readonly key: string; readonly endsAt: number };

/**
 * The table of tries to sign in. Times are milliseconds since the epoch. Counts may be forgotten when the power
 * goes: they are of one minute, and waiting for the disk would cost more than the rest of a sign-in.
 */
export interface TryStore {
  /**
   * Counts one more for each key, in the minute under way or, after that, in a new one that ends at
   * `endsAt`. One statement, so that nothing is lost when several processes count at once.
   *
   * @returns the counts by key
   */
  add(keys: readonly string[], now: number, endsAt: number): Promise<ReadonlyMap<string, Counted>>;
  /** Counts one less for each key, unless its minute is over. */
  takeBack(counted: readonly CountedKey[]): Promise<void>;
  removeEnded(now: number): Promise<void>;
}

export function createTryStore(database: Database): TryStore {
  return {
    async add(keys, now, endsAt) {
      const rows = await relaxedWrite(database, (connection) =>
        connection
          .insertInto('signInTry')
          .values(inOrder(keys).map((key) => ({ key, count: 1, endsAt })))
          .onConflict((conflict) =>
            conflict.column('key').doUpdateSet(({ case: when, eb, or, ref }) => {
              // A minute that ends later than a new one was begun by a clock further ahead.
              const isOver = or([
                eb('signInTry.endsAt', '<=', now),
                eb('signInTry.endsAt', '>', endsAt + clockTolerance),
              ]);
              return {
                count: when()
                  .when(isOver)
                  .then(1)
                  .else(eb('signInTry.count', '+', 1))
                  .end(),
                endsAt: when().when(isOver).then(endsAt).else(ref('signInTry.endsAt')).end(),
              };
            }),
          )
          .returning(['key', 'count', 'endsAt'])
          .execute(),
      );
      return new Map(rows.map(({ key, count, endsAt: end }) => [key, { count, endsAt: end }]));
    },
    async takeBack(counted) {
      const ends = new Map(counted.map(({ key, endsAt }) => [key, endsAt]));
      const rows = inOrder([...ends.keys()]).map((key) => ({
        key,
        count: 0,
        endsAt: ends.get(key) ?? 0,
      }));
      await relaxedWrite(database, (connection) =>
        connection
          .insertInto('signInTry')
          .values(rows)
          .onConflict((conflict) =>
            conflict
              .column('key')
              .doUpdateSet(({ eb }) => ({ count: eb('signInTry.count', '-', 1) }))
              .whereRef('signInTry.endsAt', '=', 'excluded.endsAt'),
          )
          .execute(),
      );
    },
    async removeEnded(now) {
      await database.deleteFrom('signInTry').where('endsAt', '<=', now).execute();
    },
  };
}

/** Each key once, always in the same order, so that two statements never wait for each other's rows. */
function inOrder(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].toSorted();
}
