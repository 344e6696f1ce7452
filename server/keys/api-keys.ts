import type { AuditActor, AuditFailure, AuditIntent } from '../audit/entry.ts';
import type { AuditLog } from '../audit/store.ts';
import { hasPassed, isAhead } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { unlessStorageIsAway } from '../db/driver/storage-error.ts';
import { invalidInput, PoolkeeperError, refused } from '../errors.ts';
import type { Operator } from '../operators/operator.ts';
import {
  type ApiKey,
  actorOfKey,
  daysAfter,
  type EndReason,
  type KeyContent,
  operatorOfKey,
  overlapHours,
  stateOf,
} from './api-key.ts';
import { createApiKeyStore } from './api-key-store.ts';
import { hashKey, newKey } from './key-format.ts';
import { keyIsOver, unknownKey, wrongNetwork } from './key-refusal.ts';
import { isWithin } from './networks.ts';

/** A key together with its secret, which is never known again. */
export type NewKey = { readonly key: ApiKey; readonly secret: string };

/** Keys with which programs call the admin API. Each change is in the audit before it takes effect. */
export type ApiKeys = {
  /**
   * The operator of a request with this key, from this address; notes the use.
   *
   * @throws KeyRefusal `key_refused`, `key_expired`, `key_revoked`, `key_ended` (401) or
   *   `network_not_allowed` (403)
   */
  resolve(secret: string, address: string): Promise<Operator>;
  /**
   * The key that acts under this id, as it is now.
   *
   * @throws KeyRefusal (401) when it is over
   */
  present(id: string): Promise<ApiKey>;
  /** Newest first, those in use before the others. */
  list(): Promise<readonly ApiKey[]>;
  find(id: string): Promise<ApiKey | undefined>;
  /** @throws PoolkeeperError 422 for a name in use, `too_many_keys` (409) */
  create(content: KeyContent, days: number, by: AuditActor): Promise<NewKey>;
  /**
   * Another secret and another end under the same id.
   *
   * @param key as it was when this was decided
   * @throws PoolkeeperError `key_changed` (409) when it has ended or was rotated since
   */
  rotate(
    key: ApiKey,
    change: { readonly days: number; readonly overlapHours: number },
    by: AuditActor,
  ): Promise<NewKey>;
  /** Writes into the audit that a key was not made or rotated, and why. */
  refuse(
    action: 'key.create' | 'key.rotate',
    key: Pick<ApiKey, 'id' | 'name' | 'owner'>,
    by: AuditActor,
    failure: AuditFailure,
  ): Promise<void>;
  /** Ends a key for good. Nothing happens when it had ended already. */
  end(key: ApiKey, reason: EndReason, by: AuditActor): Promise<void>;
};

type Parts = {
  readonly database: Database;
  readonly audit: Pick<AuditLog, 'intent' | 'outcome' | 'refused'>;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Buffer;
};

/** Keys in use at the same time. */
const mostKeys = 200;
/** Ended ones that are listed. */
const mostEnded = 50;
/** Milliseconds between two notes of the last use of a key. */
const touchEvery = 60_000;
const hour = 60 * 60_000;

export function createApiKeys({ database, audit, now, randomBytes }: Parts): ApiKeys {
  const store = createApiKeyStore(database);

  /** Writes what is about to happen, does it, and writes how that went on. */
  const audited = async (
    action: string,
    key: ApiKey,
    { by, input }: { by: AuditActor; input: AuditIntent['input'] },
    work: () => Promise<void>,
  ): Promise<void> => {
    const intent = intentOf(action, key, by, input);
    const number = await audit.intent(intent);
    const begun = now().getTime();
    const outcome = (failure?: PoolkeeperError) =>
      audit.outcome(number, intent, failure, Math.max(0, now().getTime() - begun));
    try {
      await work();
    } catch (error) {
      if (error instanceof PoolkeeperError && error.status < 500) await outcome(error);
      throw error;
    }
    await outcome();
  };

  const over = (key: ApiKey): EndReason | undefined => {
    const state = stateOf(key, now());
    return state === 'active' ? undefined : state;
  };

  const noteUse = async ({ id, used }: ApiKey, from: string): Promise<void> => {
    const at = now();
    if (used !== undefined && !hasPassed(used.at.getTime(), touchEvery, at.getTime())) return;
    const unlessSince =
      used !== undefined && isAhead(used.at.getTime(), at.getTime())
        ? used.at
        : new Date(at.getTime() - touchEvery);
    // A request can do without it.
    await unlessStorageIsAway(store.touch(id, { at, from }, unlessSince));
  };

  return {
    async resolve(secret, address) {
      const hash = hashKey(secret);
      const found = hash === undefined ? undefined : await store.findBySecret(hash);
      if (found === undefined) throw unknownKey();
      const { key, isPrevious } = found;
      const reason = over(key);
      if (reason !== undefined) throw keyIsOver(key, reason);
      if (isPrevious && !isInOverlap(key, now())) throw unknownKey();
      if (key.networks !== undefined && !isWithin(key.networks, address)) throw wrongNetwork(key);
      await noteUse(key, address);
      return operatorOfKey(key);
    },

    async present(id) {
      const key = await store.find(id);
      if (key === undefined) throw unknownKey();
      const reason = over(key);
      if (reason !== undefined) throw keyIsOver(key, reason);
      return key;
    },

    list: () => store.list(now(), mostEnded),
    find: (id) => store.find(id),

    async create(content, days, by) {
      const createdAt = now();
      if ((await store.countInUse(createdAt)) >= mostKeys) {
        throw refused(
          'too_many_keys',
          `There are ${mostKeys} API keys in use already. Revoke one first.`,
        );
      }
      const secret = newKey(randomBytes);
      const key: ApiKey = {
        ...content,
        id: randomBytes(8).toString('hex'),
        owner: { sub: by.sub, username: by.username },
        createdAt,
        expiresAt: daysAfter(createdAt, days),
        rotatedAt: undefined,
        previousUntil: undefined,
        ended: undefined,
        used: undefined,
      };
      await store.freeName(content.name, createdAt);
      const input = { ...wordsOf(content), until: key.expiresAt.toISOString() };
      await audited('key.create', key, { by, input }, async () => {
        if (!(await store.insert(key, hashKey(secret) ?? ''))) throw nameIsTaken();
      });
      return { key, secret };
    },

    async rotate(key, { days, overlapHours: hours }, by) {
      const at = now();
      const secret = newKey(randomBytes);
      const expiresAt = daysAfter(at, days);
      const previousUntil = hours === 0 ? undefined : new Date(at.getTime() + hours * hour);
      const input = { overlapHours: hours, until: expiresAt.toISOString() };
      await audited('key.rotate', key, { by, input }, async () => {
        const secretHash = hashKey(secret) ?? '';
        const rotation = { secretHash, at, expiresAt, previousUntil };
        const isOver = over(key) !== undefined;
        if (isOver || !(await store.rotate(key, rotation))) throw keyChanged();
      });
      return { key: { ...key, expiresAt, previousUntil, rotatedAt: at }, secret };
    },

    async refuse(action, key, by, failure) {
      await audit.refused(intentOf(action, key, by, {}), failure);
    },

    async end(key, reason, by) {
      const action = reason === 'revoked' ? 'key.revoke' : 'key.end';
      await audited(action, key, { by, input: { reason } }, async () => {
        await store.end(key.id, now(), reason);
      });
    },
  };
}

function intentOf(
  action: string,
  key: Pick<ApiKey, 'id' | 'name' | 'owner'>,
  actor: AuditActor,
  input: AuditIntent['input'],
): AuditIntent {
  const { sub, username: name } = actorOfKey(key);
  return { actor, pool: '', action, target: { kind: 'user', name, sub }, input };
}

/** After a clock jumped back it is over sooner, never later. */
function isInOverlap({ previousUntil }: ApiKey, now: Date): boolean {
  if (previousUntil === undefined) return false;
  const left = previousUntil.getTime() - now.getTime();
  return left > 0 && left <= overlapHours.most * hour;
}

/** What the audit says of a key that is made. */
function wordsOf({ role, pools, verbs, networks }: KeyContent): AuditIntent['input'] {
  return {
    role,
    pools: pools?.join(', ') ?? 'all',
    verbs: verbs === undefined ? 'all of the role' : verbs.join(', ') || 'none',
    networks: networks?.join(', ') ?? 'all',
  };
}

function nameIsTaken(): PoolkeeperError {
  return invalidInput({
    name: 'An API key in use has this name. Choose another name, or rotate or revoke that key.',
  });
}

export function keyChanged(): PoolkeeperError {
  return refused(
    'key_changed',
    'This API key was rotated or has ended since this page was opened. Nothing was done; look at the key as it is now.',
  );
}
