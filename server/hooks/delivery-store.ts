import type { Database } from '../db/database.ts';

/** Remembers which notices were carried out, in all processes that share the database. */
export type HookDeliveries = {
  has(id: string): Promise<boolean>;
  /**
   * @param expiresAt milliseconds; from then on the notice is too old to be accepted anyway
   * @returns false for a notice that came before
   */
  add(id: string, expiresAt: number, now: number): Promise<boolean>;
};

export function createHookDeliveries(database: Database): HookDeliveries {
  return {
    async has(id) {
      const found = await database
        .selectFrom('hookDelivery')
        .select('id')
        .where('id', '=', id)
        .executeTakeFirst();
      return found !== undefined;
    },
    async add(id, expiresAt, now) {
      await database.deleteFrom('hookDelivery').where('expiresAt', '<', now).execute();
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('hookDelivery')
        .values({ id, expiresAt })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
