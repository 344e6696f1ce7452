import type { PoolGateway } from '../cognito/gateway.ts';
import type { Database } from '../db/database.ts';
import { PoolkeeperError } from '../errors.ts';
import type { FoundUser, UserDirectory, UserQuery } from './directory.ts';
import type { MfaMemory } from './learn-mfa.ts';
import { createLiveDirectory } from './live-directory.ts';
import { type DirectoryReader, standardSort } from './query.ts';
import { createDirectoryReader } from './read-store/reader.ts';
import { refreshUser } from './refresh-user.ts';
import type { SearchTerm } from './search-language.ts';
import { forgetMfa, keepMfa } from './store/mfa.ts';
import { poolIdOf } from './store/pools.ts';
import { type KnownChange, writeKnownChange } from './store/users/known-change.ts';
import type { SyncEmitter } from './sync/events.ts';
import type { Limiter } from './sync/limiter.ts';
import { createNoticedUsers, type NoticeTimes } from './sync/noticed-users.ts';
import { createSync, type SyncTimes } from './sync/sync.ts';

/** The directory of one pool with a mirror behind it: searched here, kept up to date from the pool. */
export interface MirrorDirectory extends UserDirectory, MfaMemory {
  readonly reader: DirectoryReader;
  readonly events: SyncEmitter;
  /** As the interface says; with the number of the audit entry when an action of ours is the cause. */
  refresh(username: string, auditNumber?: number): Promise<void>;
  /**
   * Writes what an action of ours has changed, without asking the pool.
   *
   * @returns false when the mirror does not know the user
   */
  applyChange(sub: string, change: KnownChange, auditNumber: number): Promise<boolean>;
  /** Has these users, by username or sub, read from the pool soon; resolves when that is stored durably. */
  readSoon(names: readonly string[]): Promise<void>;
  /** Asks for a walk of the pool soon. */
  requestWalk(): Promise<void>;
  /** Begins to sync, in this process or, when another has the lease, in case that one ends. */
  start(): void;
  stop(): Promise<void>;
}

export type MirrorOptions = {
  readonly database: Database;
  readonly alias: string;
  /** For single users: tries again by itself. */
  readonly gateway: PoolGateway;
  /** For walks: makes each call once. */
  readonly walkGateway: PoolGateway;
  /** A name that no other process has. */
  readonly holder: string;
  /** Of calls of `ListUsers`; shared by all pools of the same account and region. */
  readonly limiter: Limiter;
  /** The part of the quota that the limiter keeps to, to be shown. */
  readonly share: number;
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** From so many users on, walks write on a thread of their own; for tests. */
  readonly threadFrom?: number | undefined;
  readonly times?: Partial<SyncTimes>;
  readonly noticeTimes?: Partial<NoticeTimes>;
};

/** Opens the mirror of one pool; nothing is walked before `start`. */
export async function createMirrorDirectory(options: MirrorOptions): Promise<MirrorDirectory> {
  const { database, gateway, now } = options;
  const poolId = await poolIdOf(database, options.alias);
  let revision = 0;
  const onChange = (): void => {
    revision += 1;
  };
  const reader = createDirectoryReader({ database, poolId, now, revision: () => revision });
  const sync = createSync({ ...options, poolId, gateway: options.walkGateway, onChange });
  const live = createLiveDirectory(gateway, now);
  const parts = { database, poolId, gateway, now };
  const fromSync = { source: 'sync', auditNumber: undefined } as const;
  const noticed = createNoticedUsers({
    ...options,
    poolId,
    refresh: (name, signal) => refreshNoticed(name, signal),
    requestFullSync: sync.request,
    report: (error) => sync.events.emit('noticeFailed', error),
    times: options.noticeTimes,
  });

  /** One attempt, before the full sync in the limiter. */
  const refreshNoticed = async (name: string, signal: AbortSignal): Promise<void> => {
    const { limiter, walkGateway } = options;
    await limiter.turn('notice', signal);
    try {
      const found = await refreshUser({ ...parts, gateway: walkGateway }, name, fromSync);
      limiter.answered();
      if (found?.groupsError) throw found.groupsError;
    } catch (error) {
      if (error instanceof PoolkeeperError && error.code === 'pool_busy') limiter.throttled();
      throw error;
    } finally {
      onChange();
    }
  };

  /** What the mirror has, when the pool does not answer. */
  const lastKnown = async (name: string, error: unknown): Promise<FoundUser> => {
    const known = await reader.find(name);
    if (!(error instanceof PoolkeeperError) || error.status < 500) throw error;
    if (known === undefined || known.deletedAt !== undefined) throw error;
    const problem = `${error.publicMessage} This is what was last known.`;
    return { user: known.user, groups: known.groups, problem };
  };

  return {
    reader,
    events: sync.events,
    async list(query) {
      const { completeAsOf } = await reader.state();
      // Before the first walk is complete, the pool itself knows better.
      if (completeAsOf === undefined) return live.list(query);
      const page = await reader.list({
        terms: termsOf(query),
        sort: standardSort,
        cursor: query.cursor,
        limit: query.limit,
      });
      const users = page.users.map(({ user, groups }) => ({ user, groups }));
      return { users, nextCursor: page.nextCursor };
    },
    async find(usernameOrSub) {
      options.limiter.spend();
      try {
        const found = await refreshUser(parts, usernameOrSub, fromSync);
        return found && { user: found.user, groups: found.groups, problem: '' };
      } catch (error) {
        return lastKnown(usernameOrSub, error);
      } finally {
        onChange();
      }
    },
    async refresh(username, auditNumber) {
      try {
        const found = await refreshUser(parts, username, { source: 'action', auditNumber });
        if (found?.groupsError) throw found.groupsError;
      } catch (error) {
        // The next walk will see it; the action itself is done.
        if (!(error instanceof PoolkeeperError)) throw error;
        await sync.request();
      } finally {
        onChange();
        await live.refresh(username);
      }
    },
    async applyChange(sub, change, auditNumber) {
      try {
        return await writeKnownChange({ ...parts, reader }, sub, change, auditNumber);
      } finally {
        onChange();
      }
    },
    async learnMfa(username, learnt, askedAt) {
      await keepMfa(database, poolId, username, learnt, askedAt);
      onChange();
    },
    async forgetMfa(username) {
      await forgetMfa(database, poolId, username);
      onChange();
    },
    readSoon: noticed.add,
    requestWalk: sync.request,
    start() {
      sync.start();
      noticed.start();
    },
    async stop() {
      await Promise.all([sync.stop(), noticed.stop()]);
    },
  };
}

/** The terms of the plain list: an attribute's text and a status. */
function termsOf({ prefix, status }: UserQuery): SearchTerm[] {
  const terms: SearchTerm[] = [];
  if (prefix) {
    terms.push({
      kind: 'attribute',
      name: prefix.attribute,
      text: prefix.value,
      isExcluded: false,
    });
  }
  if (status === 'enabled' || status === 'disabled') {
    terms.push({ kind: 'enabled', isEnabled: status === 'enabled', isExcluded: false });
  } else if (status !== undefined) terms.push({ kind: 'status', status, isExcluded: false });
  return terms;
}
