import type { Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { PendingSignInTable } from '../../db/tables/sessions.ts';

export type PendingRow = Selectable<PendingSignInTable>;

/** The table of sign-ins that wait for an answer. Times are milliseconds since the epoch. */
export interface PendingStore {
  insert(row: PendingRow): Promise<void>;
  find(idHash: string): Promise<PendingRow | undefined>;
  remove(idHash: string): Promise<void>;
  removeEnded(now: number): Promise<void>;
}

export function createPendingStore(database: Database): PendingStore {
  return {
    async insert(row) {
      await database.insertInto('pendingSignIn').values(row).execute();
    },
    find: (idHash) =>
      database
        .selectFrom('pendingSignIn')
        .selectAll()
        .where('idHash', '=', idHash)
        .executeTakeFirst(),
    async remove(idHash) {
      await database.deleteFrom('pendingSignIn').where('idHash', '=', idHash).execute();
    },
    async removeEnded(now) {
      await database.deleteFrom('pendingSignIn').where('expiresAt', '<=', now).execute();
    },
  };
}
