import { hasPassed } from '../../clock.ts';
import { createSealer, hashCookieValue, newCookieValue, type RandomBytes } from '../../crypto.ts';
import type { Database } from '../../db/database.ts';
import { PoolkeeperError } from '../../errors.ts';
import { createHandleStore } from './handle-store.ts';
import { type PendingChallenge, parsePending } from './pending-challenge.ts';

/** Handles stand for challenges of one application's sign-ins. */
export interface Handles {
  /** @returns the handle: 256 random bits, of which only a hash is stored */
  create(pending: PendingChallenge): Promise<string>;
  /**
   * Uses a handle up.
   *
   * @throws PoolkeeperError `handle_expired` (401) for one that is unknown, used, expired, or another
   * application's
   */
  take(handle: string): Promise<PendingChallenge>;
}

type Parts = {
  /** Name of the application. */
  readonly application: string;
  readonly database: Database;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
};

/** As at the pool, unless its app client says otherwise (AuthSessionValidity). */
export const handleLifetime = 3 * 60_000;

const minute = 60_000;

/** Makes the handles of one application, over the console's database. */
export function createHandles(parts: Parts): Handles {
  const { application, database, secrets, now, randomBytes } = parts;
  const store = createHandleStore(database);
  const sealer = createSealer(secrets, randomBytes);
  const contextOf = (idHash: string): string => `account handle ${application} ${idHash}`;
  let cleansAt = 0;

  const cleanNowAndThen = async (time: number): Promise<void> => {
    if (time < cleansAt) return;
    cleansAt = time + minute;
    await store.removeExpired(time);
  };

  return {
    async create(pending) {
      const time = now().getTime();
      await cleanNowAndThen(time);
      const handle = newCookieValue(randomBytes);
      const idHash = hashCookieValue(handle) ?? '';
      const sealed = sealer.seal(JSON.stringify(pending), contextOf(idHash));
      await store.insert({ idHash, sealed, expiresAt: time + handleLifetime });
      return handle;
    },

    async take(handle) {
      const idHash = hashCookieValue(handle);
      const row = idHash && (await store.take(idHash));
      if (!row || hasPassed(row.expiresAt - handleLifetime, handleLifetime, now().getTime())) {
        throw handleExpired();
      }
      const text = sealer.open(row.sealed, contextOf(row.idHash));
      const pending = text === undefined ? undefined : parsePending(text);
      if (pending === undefined) throw handleExpired();
      return pending;
    },
  };
}

/** The error for a handle that can be answered no more. */
export function handleExpired(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'handle_expired',
    status: 401,
    publicMessage:
      'This handle was used already, has expired, or is not one of this application. Sign in again.',
  });
}
