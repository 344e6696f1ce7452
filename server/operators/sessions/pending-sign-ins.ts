import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Database } from '../../db/database.ts';
import { createPendingStore } from './pending-store.ts';
import {
  createSealer,
  hashCookieValue,
  newCookieValue,
  type RandomBytes,
} from './session-crypto.ts';

const Pending = Type.Object({
  challenge: Type.Object({
    name: Type.Literal('NEW_PASSWORD_REQUIRED'),
    username: Type.String(),
    session: Type.String(),
    requiredAttributes: Type.Array(Type.String()),
  }),
  /** Where to go on to; empty for the start page. */
  returnTo: Type.String(),
});

/** A sign-in that the pool answered with a question. The password typed before is not in it. */
export type PendingSignIn = Static<typeof Pending>;

/** Kept on the server, so that the page of the question can be reloaded and holds no secret. */
export interface PendingSignIns {
  /** Milliseconds; the longest that an app client can let a challenge live. */
  readonly lifetime: number;
  /** @returns the value of the cookie that finds it again */
  create(pending: PendingSignIn): Promise<string>;
  find(cookie: string): Promise<PendingSignIn | undefined>;
  remove(cookie: string): Promise<void>;
}

type Parts = {
  readonly database: Database;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
};

export function createPendingSignIns(parts: Parts): PendingSignIns {
  const { database, secrets, now, randomBytes } = parts;
  const store = createPendingStore(database);
  const sealer = createSealer(secrets, randomBytes);
  const contextOf = (idHash: string): string => `pending sign-in ${idHash}`;
  const lifetime = 15 * 60_000;

  return {
    lifetime,

    async create(pending) {
      const time = now().getTime();
      await store.removeEnded(time);
      const cookie = newCookieValue(randomBytes);
      const idHash = hashCookieValue(cookie) ?? '';
      const sealed = sealer.seal(JSON.stringify(pending), contextOf(idHash));
      await store.insert({ idHash, sealed, expiresAt: time + lifetime });
      return cookie;
    },

    async find(cookie) {
      const idHash = hashCookieValue(cookie);
      const row = idHash && (await store.find(idHash));
      if (!row || row.expiresAt <= now().getTime()) return undefined;
      const text = sealer.open(row.sealed, contextOf(row.idHash));
      const pending: unknown = text === undefined ? undefined : JSON.parse(text);
      return Value.Check(Pending, pending) ? pending : undefined;
    },

    async remove(cookie) {
      const idHash = hashCookieValue(cookie);
      if (idHash) await store.remove(idHash);
    },
  };
}
