import { clockTolerance } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { relaxedWrite } from '../db/relaxed-transaction.ts';

/** How many tries a key has made in the minute that ends at `endsAt`. */
export type Counted = { readonly count: number; readonly endsAt: number };

/**
 * The table of tries to sign in. Times are milliseconds since the epoch. Counts may be forgotten when the power
 * goes: they are of one minute, and waiting for the disk would cost more than the rest of a sign-in.
 */
export interface TryStore {
  /**
   * Counts one more, in the minute under way or, after that, in a new one that ends at `endsAt`.
   * One statement, so that nothing is lost when several processes count at once.
   */
  add(key: string, now: number, endsAt: number): Promise<Counted>;
  /** Counts one less, unless its minute is over. */
  takeBack(key: string, endsAt: number): Promise<void>;
  removeEnded(now: number): Promise<void>;
}

export function createTryStore(database: Database): TryStore {
  return {
    add: (key, now, endsAt) =>
      relaxedWrite(database, (connection) =>
        connection
          .insertInto('signInTry')
          .values({ key, count: 1, endsAt })
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
          .returning(['count', 'endsAt'])
          .executeTakeFirstOrThrow(),
      ),
    async takeBack(key, endsAt) {
      await relaxedWrite(database, (connection) =>
        connection
          .updateTable('signInTry')
          .set(({ eb }) => ({ count: eb('count', '-', 1) }))
          .where('key', '=', key)
          .where('endsAt', '=', endsAt)
          .execute(),
      );
    },
    async removeEnded(now) {
      await database.deleteFrom('signInTry').where('endsAt', '<=', now).execute();
    },
  };
}
