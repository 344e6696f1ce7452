import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { hasPassed } from '../../clock.ts';
import { mfaFactors, type SignInChallenge } from '../../cognito/sign-in.ts';
import { createSealer, hashCookieValue, newCookieValue, type RandomBytes } from '../../crypto.ts';
import type { Database } from '../../db/database.ts';
import type { AuthorizationSecrets } from '../../managed-login/managed-login.ts';
import { createPendingStore } from './pending-store.ts';

const sealedContext = 'pending sign-in in a cookie';

const question = {
  username: Type.String(),
  session: Type.String(),
  device: Type.Optional(
    Type.Object({ key: Type.String(), groupKey: Type.String(), password: Type.String() }),
  ),
};
const Factor = Type.Union(mfaFactors.map((factor) => Type.Literal(factor)));

const Challenge = Type.Union([
  Type.Object({
    name: Type.Literal('NEW_PASSWORD_REQUIRED'),
    ...question,
    requiredAttributes: Type.Array(Type.String()),
  }),
  Type.Object({ name: Factor, ...question, destination: Type.String() }),
  Type.Object({
    name: Type.Literal('SELECT_MFA_TYPE'),
    ...question,
    factors: Type.Array(Factor),
  }),
  Type.Object({ name: Type.Literal('MFA_SETUP'), ...question, secret: Type.String() }),
]);

/** What a sign-in carries along from page to page. */
const CarriedAlong = Type.Object({
  /** Where to go on to; empty for the start page. */
  returnTo: Type.String(),
  /** What was typed as username, which may be another name for the person than the pool's. */
  typedName: Type.String(),
  /** Whether this browser is to be remembered instead of a second factor. */
  isRemembered: Type.Boolean(),
});
export type Journey = Readonly<Static<typeof CarriedAlong>>;

const Pending = Type.Union([
  /** The pool answered with a question. */
  Type.Object({ kind: Type.Literal('challenge'), challenge: Challenge, journey: CarriedAlong }),
  /** A code was asked for with which to set a new password. */
  Type.Object({ kind: Type.Literal('recovery'), username: Type.String() }),
  /** The browser was sent to managed login. */
  Type.Object({
    kind: Type.Literal('managed'),
    secrets: Type.Object({
      state: Type.String(),
      nonce: Type.String(),
      codeVerifier: Type.String(),
    }),
    returnTo: Type.String(),
    notBefore: Type.Optional(Type.Integer()),
  }),
  /** A form that waits for its operator to sign in again. */
  Type.Object({
    kind: Type.Literal('draft'),
    sub: Type.String(),
    path: Type.String(),
    values: Type.Record(Type.String(), Type.Unknown()),
  }),
]);

/** What a cookie holds that carries a sign-in itself. */
const Carried = Type.Object({ expiresAt: Type.Integer(), pending: Pending });

/** A sign-in that waits for an answer. The password typed before is not in it. */
export type PendingSignIn =
  | {
      readonly kind: 'challenge';
      readonly challenge: SignInChallenge;
      readonly journey: Journey;
    }
  | { readonly kind: 'recovery'; readonly username: string }
  | {
      readonly kind: 'managed';
      readonly secrets: AuthorizationSecrets;
      readonly returnTo: string;
      /** Where a new sign-in was asked for: when, in milliseconds since the epoch. */
      readonly notBefore?: number;
    }
  | {
      readonly kind: 'draft';
      readonly sub: string;
      readonly path: string;
      readonly values: Readonly<Record<string, unknown>>;
    };

/** Kept on the server, so that the page of the question can be reloaded and holds no secret. */
export interface PendingSignIns {
  /** Milliseconds; the longest that an app client can let a challenge live. */
  readonly lifetime: number;
  /** @returns the value of the cookie that finds it again */
  create(pending: PendingSignIn): Promise<string>;
  /**
   * Writes a sign-in into the cookie itself, encrypted: for what anybody can begin without limit, so that
   * nothing is stored.
   */
  seal(pending: PendingSignIn): string;
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

    seal(pending) {
      const expiresAt = now().getTime() + lifetime;
      return sealer.seal(JSON.stringify({ expiresAt, pending }), sealedContext);
    },

    async find(cookie) {
      const carried = sealer.open(cookie, sealedContext);
      if (carried !== undefined) return unexpired(JSON.parse(carried), now().getTime());
      const idHash = hashCookieValue(cookie);
      const row = idHash && (await store.find(idHash));
      if (!row || hasPassed(row.expiresAt - lifetime, lifetime, now().getTime())) return undefined;
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

function unexpired(carried: unknown, time: number): PendingSignIn | undefined {
  if (!Value.Check(Carried, carried) || carried.expiresAt <= time) return undefined;
  return carried.pending;
}
