import type { Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { SessionTable } from '../../db/tables/sessions.ts';

export type SessionRow = Selectable<SessionTable>;

/** The table of signed-in operators. Times are milliseconds since the epoch. */
export interface SessionStore {
  insert(row: SessionRow): Promise<void>;
  find(idHash: string): Promise<SessionRow | undefined>;
  /** Changes the sealed part unless somebody else did since it was read; says whether it did. */
  replace(idHash: string, before: string, after: string): Promise<boolean>;
  touch(idHash: string, seenAt: number): Promise<void>;
  remove(idHash: string): Promise<void>;
  /** Those that have not ended, the one used last first. */
  list(now: number, seenSince: number): Promise<readonly SessionRow[]>;
  /** Removes what ended before `now` or was last seen before `seenSince`. */
  removeEnded(now: number, seenSince: number): Promise<void>;
}

export function createSessionStore(database: Database): SessionStore {
  return {
    async insert(row) {
      await database.insertInto('session').values(row).execute();
    },
    find: (idHash) =>
      database.selectFrom('session').selectAll().where('idHash', '=', idHash).executeTakeFirst(),
    async replace(idHash, before, after) {
      const { numUpdatedRows } = await database
        .updateTable('session')
        .set({ sealed: after })
        .where('idHash', '=', idHash)
        .where('sealed', '=', before)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async touch(idHash, seenAt) {
      await database.updateTable('session').set({ seenAt }).where('idHash', '=', idHash).execute();
    },
    async remove(idHash) {
      await database.deleteFrom('session').where('idHash', '=', idHash).execute();
    },
    list: (now, seenSince) =>
      database
        .selectFrom('session')
        .selectAll()
        .where('expiresAt', '>', now)
        .where('seenAt', '>', seenSince)
        .orderBy('seenAt', 'desc')
        .execute(),
    async removeEnded(now, seenSince) {
      await database
        .deleteFrom('session')
        .where((row) => row.or([row('expiresAt', '<=', now), row('seenAt', '<=', seenSince)]))
        .execute();
    },
  };
}
