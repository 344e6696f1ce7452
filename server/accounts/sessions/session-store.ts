import type { Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { AccountSessionTable } from '../../db/tables/accounts.ts';
import type { SealedStore } from '../../sessions/vault.ts';

export type AccountSessionRow = Selectable<AccountSessionTable>;

/** The sessions of one application. Times are milliseconds since the epoch. */
export interface AccountSessionStore extends SealedStore<AccountSessionRow> {
  insert(row: Omit<AccountSessionRow, 'application'>): Promise<void>;
  touch(idHash: string, seenAt: number): Promise<void>;
  /** Sessions of one person, by each key that their name may have been hashed with. */
  listOf(persons: readonly string[]): Promise<readonly AccountSessionRow[]>;
  /** Removes what expired before `now`, of every application. */
  removeExpired(now: number): Promise<void>;
}

export function createAccountSessionStore(
  database: Database,
  application: string,
): AccountSessionStore {
  return {
    async insert(row) {
      await database
        .insertInto('accountSession')
        .values({ ...row, application })
        .execute();
    },
    find: (idHash) =>
      database
        .selectFrom('accountSession')
        .selectAll()
        .where('idHash', '=', idHash)
        .where('application', '=', application)
        .executeTakeFirst(),
    async replace(idHash, before, after) {
      const { numUpdatedRows } = await database
        .updateTable('accountSession')
        .set({ sealed: after })
        .where('idHash', '=', idHash)
        .where('sealed', '=', before)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async touch(idHash, seenAt) {
      await database
        .updateTable('accountSession')
        .set({ seenAt })
        .where('idHash', '=', idHash)
        .execute();
    },
    async remove(idHash) {
      await database.deleteFrom('accountSession').where('idHash', '=', idHash).execute();
    },
    listOf: (persons) =>
      database
        .selectFrom('accountSession')
        .selectAll()
        .where('application', '=', application)
        .where('person', 'in', persons)
        .execute(),
    async removeExpired(now) {
      await database.deleteFrom('accountSession').where('expiresAt', '<=', now).execute();
    },
  };
}
