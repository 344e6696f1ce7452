import type { Operator } from '../operators/operator.ts';
import type { Role } from '../operators/permissions.ts';

/** What a key is made with. */
export type KeyContent = {
  /** Says which program uses it; unique among the keys that are in use. */
  readonly name: string;
  readonly role: Role;
  /** Aliases; undefined: every pool. */
  readonly pools: readonly string[] | undefined;
  /** Ids of actions; undefined: every action of the role. */
  readonly verbs: readonly string[] | undefined;
  /** Addresses and networks (CIDR); undefined: from everywhere. */
  readonly networks: readonly string[] | undefined;
};

/** A key with which a program calls the admin API. The secret is not here. */
export type ApiKey = KeyContent & {
  /** Names it in the audit and in addresses of pages. */
  readonly id: string;
  /** The administrator who made it. */
  readonly owner: { readonly sub: string; readonly username: string };
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly rotatedAt: Date | undefined;
  /** Until when the secret before the last rotation is accepted; undefined when there is none. */
  readonly previousUntil: Date | undefined;
  readonly ended: { readonly at: Date; readonly reason: EndReason } | undefined;
  readonly used: { readonly at: Date; readonly from: string } | undefined;
};

export type EndReason = 'revoked' | 'owner-lost-role' | 'expired';

export type KeyState = 'active' | EndReason;

const day = 24 * 60 * 60_000;

/** Days for which a key is valid. */
export const keyDays = { usual: 90, most: 365 } as const;

/** Hours for which the secret before a rotation is accepted. */
export const overlapHours = { usual: 24, most: 7 * 24 } as const;

export const namePattern = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** The moment that is this number of days later. */
export function daysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * day);
}

export function stateOf({ ended, expiresAt }: ApiKey, now: Date): KeyState {
  if (ended !== undefined) return ended.reason;
  return expiresAt <= now ? 'expired' : 'active';
}

const subPrefix = 'key:';

/** The id of the key that acts under this sub; undefined for a person. A pool's subs are UUIDs. */
export function keyIdOf(sub: string): string | undefined {
  return sub.startsWith(subPrefix) ? sub.slice(subPrefix.length) : undefined;
}

/** The key as the audit names it. A username has no space, so no user is mistaken for a key. */
export function actorOfKey({ id, name, owner }: Pick<ApiKey, 'id' | 'name' | 'owner'>): {
  readonly sub: string;
  readonly username: string;
  readonly sessionId: string;
} {
  return {
    sub: `${subPrefix}${id}`,
    username: `key ${name}`,
    sessionId: `key ${id} of ${owner.username}`,
  };
}

/** The operator that a request with this key has. */
export function operatorOfKey(key: ApiKey): Operator {
  const { id, owner, verbs, pools, role, createdAt } = key;
  const actor = actorOfKey(key);
  return {
    ...actor,
    displayName: actor.username,
    role,
    signedInAt: createdAt,
    key: { id, owner, verbs, pools },
  };
}
