import type { Selectable } from 'kysely';
import type { Database } from '../db/database.ts';
import type { ApiKeyTable } from '../db/tables/api.ts';
import { roles } from '../operators/permissions.ts';
import type { ApiKey, EndReason } from './api-key.ts';

/** A key and which of its two secrets was meant. */
export type FoundKey = {
  readonly key: ApiKey;
  /** True for the secret before the last rotation, accepted until `key.previousUntil`. */
  readonly isPrevious: boolean;
};

/** The table of keys. Nothing of it is cached: an end counts in every process at once. */
export type ApiKeyStore = {
  /** @returns false when a key in use has this name */
  insert(key: ApiKey, secretHash: string): Promise<boolean>;
  find(id: string): Promise<ApiKey | undefined>;
  findBySecret(secretHash: string): Promise<FoundKey | undefined>;
  /** All that are in use, newest first, then those that have ended, up to `mostEnded` of them. */
  list(now: Date, mostEnded: number): Promise<readonly ApiKey[]>;
  countInUse(now: Date): Promise<number>;
  /**
   * Gives a key another secret and another end.
   *
   * @returns false when it has ended or was rotated since it was read
   */
  rotate(key: ApiKey, change: Rotation): Promise<boolean>;
  /** @returns false when it had ended already */
  end(id: string, at: Date, reason: EndReason): Promise<boolean>;
  /** Ends the keys of this name that have expired, so that another one can have it. */
  freeName(name: string, now: Date): Promise<void>;
  /** Writes the last use, unless there is one that is newer than `unlessSince`. */
  touch(id: string, used: { at: Date; from: string }, unlessSince: Date): Promise<void>;
};

export type Rotation = {
  readonly secretHash: string;
  readonly at: Date;
  readonly expiresAt: Date;
  /** Undefined: the secret before is refused at once. */
  readonly previousUntil: Date | undefined;
};

export function createApiKeyStore(database: Database): ApiKeyStore {
  const inUse = (now: Date) =>
    database
      .selectFrom('apiKey')
      .where('endedAt', 'is', null)
      .where('expiresAt', '>', now.getTime());

  return {
    async insert(key, secretHash) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('apiKey')
        .values({ ...rowOf(key), secretHash, previousHash: null })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    async find(id) {
      const row = await database
        .selectFrom('apiKey')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && keyOf(row);
    },
    async findBySecret(secretHash) {
      const row = await database
        .selectFrom('apiKey')
        .selectAll()
        .where(({ or, eb }) =>
          or([eb('secretHash', '=', secretHash), eb('previousHash', '=', secretHash)]),
        )
        .executeTakeFirst();
      return row && { key: keyOf(row), isPrevious: row.secretHash !== secretHash };
    },
    async list(now, mostEnded) {
      const active = await inUse(now).selectAll().orderBy('createdAt', 'desc').execute();
      const over = await database
        .selectFrom('apiKey')
        .selectAll()
        .where(({ or, eb }) =>
          or([eb('endedAt', 'is not', null), eb('expiresAt', '<=', now.getTime())]),
        )
        .orderBy('createdAt', 'desc')
        .limit(mostEnded)
        .execute();
      return [...active, ...over].map(keyOf);
    },
    async countInUse(now) {
      const { count } = await inUse(now)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async rotate({ id, rotatedAt }, { secretHash, at, expiresAt, previousUntil }) {
      const { numUpdatedRows } = await database
        .updateTable('apiKey')
        .set(({ ref }) => ({
          previousHash: previousUntil === undefined ? null : ref('secretHash'),
          previousUntil: previousUntil?.getTime() ?? null,
          secretHash,
          rotatedAt: at.getTime(),
          expiresAt: expiresAt.getTime(),
        }))
        .where('id', '=', id)
        .where('endedAt', 'is', null)
        .where('rotatedAt', rotatedAt === undefined ? 'is' : '=', rotatedAt?.getTime() ?? null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async end(id, at, endReason) {
      const { numUpdatedRows } = await database
        .updateTable('apiKey')
        .set({ endedAt: at.getTime(), endReason })
        .where('id', '=', id)
        .where('endedAt', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async freeName(name, now) {
      await database
        .updateTable('apiKey')
        .set(({ ref }) => ({ endedAt: ref('expiresAt'), endReason: 'expired' as const }))
        .where('name', '=', name)
        .where('endedAt', 'is', null)
        .where('expiresAt', '<=', now.getTime())
        .execute();
    },
    async touch(id, { at, from }, unlessSince) {
      await database
        .updateTable('apiKey')
        .set({ usedAt: at.getTime(), usedFrom: from })
        .where('id', '=', id)
        .where(({ or, eb }) =>
          or([eb('usedAt', 'is', null), eb('usedAt', '<=', unlessSince.getTime())]),
        )
        .execute();
    },
  };
}

function rowOf(key: ApiKey): Omit<ApiKeyTable, 'secretHash' | 'previousHash'> {
  const { id, name, role, pools, verbs, networks, owner, ended, used } = key;
  return {
    id,
    name,
    role,
    pools: listText(pools),
    verbs: listText(verbs),
    networks: listText(networks),
    ownerSub: owner.sub,
    ownerUsername: owner.username,
    createdAt: key.createdAt.getTime(),
    expiresAt: key.expiresAt.getTime(),
    rotatedAt: key.rotatedAt?.getTime() ?? null,
    previousUntil: key.previousUntil?.getTime() ?? null,
    endedAt: ended?.at.getTime() ?? null,
    endReason: ended?.reason ?? '',
    usedAt: used?.at.getTime() ?? null,
    usedFrom: used?.from ?? '',
  };
}

function keyOf(row: Selectable<ApiKeyTable>): ApiKey {
  const { id, name, endReason } = row;
  return {
    id,
    name,
    // Of a later version: what this one does not know may do the least.
    role: roles.find((role) => role === row.role) ?? 'auditor',
    pools: listOf(row.pools),
    verbs: listOf(row.verbs),
    networks: listOf(row.networks),
    owner: { sub: row.ownerSub, username: row.ownerUsername },
    createdAt: new Date(row.createdAt),
    expiresAt: new Date(row.expiresAt),
    rotatedAt: momentOf(row.rotatedAt),
    previousUntil: momentOf(row.previousUntil),
    ended:
      row.endedAt === null
        ? undefined
        : { at: new Date(row.endedAt), reason: endReason === '' ? 'revoked' : endReason },
    used: row.usedAt === null ? undefined : { at: new Date(row.usedAt), from: row.usedFrom },
  };
}

function momentOf(time: number | null): Date | undefined {
  return time === null ? undefined : new Date(time);
}

function listText(list: readonly string[] | undefined): string | null {
  return list === undefined ? null : JSON.stringify(list);
}

function listOf(text: string | null): readonly string[] | undefined {
  return text === null ? undefined : JSON.parse(text);
}
