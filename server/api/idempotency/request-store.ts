import type { Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { IdempotentRequestTable } from '../../db/tables/api.ts';

export type RequestRow = Selectable<IdempotentRequestTable>;

type Name = Pick<RequestRow, 'actor' | 'key'>;

/** Requests with an `Idempotency-Key`. Times are milliseconds since the epoch. */
export interface RequestStore {
  /** Of several at once, in all processes, one is inserted: true for that one. */
  insert(row: Pick<RequestRow, 'actor' | 'key' | 'fingerprint' | 'begunAt'>): Promise<boolean>;
  find(name: Name): Promise<RequestRow | undefined>;
  /** Keeps what was answered; `answer` is null where it is not known what became of the request. */
  finish(name: Name, status: number, answer: string | null): Promise<void>;
  remove(name: Name): Promise<void>;
  removeBegunBefore(moment: number): Promise<void>;
}

export function createRequestStore(database: Database): RequestStore {
  return {
    async insert(row) {
      const inserted = await database
        .insertInto('idempotentRequest')
        .values({ ...row, status: null, answer: null })
        .onConflict((conflict) => conflict.columns(['actor', 'key']).doNothing())
        .returning('key')
        .executeTakeFirst();
      return inserted !== undefined;
    },
    find: ({ actor, key }) =>
      database
        .selectFrom('idempotentRequest')
        .selectAll()
        .where('actor', '=', actor)
        .where('key', '=', key)
        .executeTakeFirst(),
    async finish({ actor, key }, status, answer) {
      await database
        .updateTable('idempotentRequest')
        .set({ status, answer })
        .where('actor', '=', actor)
        .where('key', '=', key)
        .execute();
    },
    async remove({ actor, key }) {
      await database
        .deleteFrom('idempotentRequest')
        .where('actor', '=', actor)
        .where('key', '=', key)
        .execute();
    },
    async removeBegunBefore(moment) {
      await database.deleteFrom('idempotentRequest').where('begunAt', '<', moment).execute();
    },
  };
}
