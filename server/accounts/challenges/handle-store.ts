import type { Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { AccountHandleTable } from '../../db/tables/accounts.ts';

export type HandleRow = Selectable<AccountHandleTable>;

/** The table of challenges that wait for an answer. Times are milliseconds since the epoch. */
export interface HandleStore {
  insert(row: HandleRow): Promise<void>;
  /** Reads a row and removes it in one statement, so that it is taken once, however many requests ask. */
  take(idHash: string): Promise<HandleRow | undefined>;
  removeExpired(now: number): Promise<void>;
}

export function createHandleStore(database: Database): HandleStore {
  return {
    async insert(row) {
      await database.insertInto('accountHandle').values(row).execute();
    },
    take: (idHash) =>
      database
        .deleteFrom('accountHandle')
        .where('idHash', '=', idHash)
        .returningAll()
        .executeTakeFirst(),
    async removeExpired(now) {
      await database.deleteFrom('accountHandle').where('expiresAt', '<=', now).execute();
    },
  };
}
