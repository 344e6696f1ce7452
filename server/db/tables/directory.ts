import type { Generated } from 'kysely';
import type { Milliseconds } from './milliseconds.ts';

/** A pool with a mirror: who may sync it, and how far that is. */
export type DirectoryPoolTable = {
  id: Generated<number>;
  alias: string;
  /** Name of the process that syncs; empty when none does. */
  leaseHolder: string;
  leaseUntil: Milliseconds;
  /** Everything that was true then is in the mirror; null before the first complete walk. */
  completeAsOf: Milliseconds | null;
  /** JSON of the walk under way, from which it goes on after a kill; empty when there is none. */
  walk: string;
  /** Which rows that walk has met: a bitmap by row id, base64. Those left over are deleted. */
  seen: string;
  /** JSON of what the walk tells about itself; empty when there is none. */
  progress: string;
  problem: string;
  /** Somebody asked for a walk at this time. */
  requestedAt: Milliseconds;
  /**
   * Users beyond this id have no places yet in directoryCreated and directoryUsername; null when all
   * have theirs. Always null on PostgreSQL.
   */
  placedTo: Generated<number | null>;
};

export type DirectoryUserTable = {
  id: Generated<number>;
  poolId: number;
  /** The username where the pool hides the sub. */
  sub: string;
  username: string;
  status: string;
  isEnabled: number;
  /** 1: the e-mail address is verified, 2: the phone number, 3: both. */
  verified: number;
  createdAt: Milliseconds;
  modifiedAt: Milliseconds;
  deletedAt: Milliseconds | null;
  /** When this row was last written. */
  writtenAt: Milliseconds;
  /** Hash of everything the pool says of the user: equal means that there is nothing to write. */
  digest: string;
  /** Folded values, each behind the mark of its attribute and followed by a line break. */
  searchText: string;
  /** JSON object. */
  attributes: string;
};

/** Users who are there, in the order of their creation; a view on PostgreSQL. */
export type DirectoryCreatedTable = {
  poolId: number;
  createdAt: Milliseconds;
  userId: number;
  status: string;
  isEnabled: number;
  verified: number;
};

/** Everybody by username, those gone too; a view on PostgreSQL. */
export type DirectoryUsernameTable = { poolId: number; username: string; userId: number };

/** Attributes seen in a pool. `number` marks its values in `searchText`. */
export type DirectoryAttributeTable = {
  poolId: number;
  name: string;
  number: number;
  /** Rows up to this id are in directoryOrder; null when nobody has sorted by it. */
  orderedTo: number | null;
  isOrdered: number;
};

/** Users in the order of an attribute, for those that somebody sorts by. */
export type DirectoryOrderTable = {
  poolId: number;
  attribute: number;
  key: string;
  userId: number;
};

export type DirectoryGroupTable = {
  id: Generated<number>;
  poolId: number;
  name: string;
};

export type DirectoryMembershipTable = { groupId: number; userId: number };

/** Status history: one row for each change that was seen or made. */
export type DirectoryChangeTable = {
  id: Generated<number>;
  poolId: number;
  userId: number;
  at: Milliseconds;
  field: string;
  oldValue: string;
  newValue: string;
  source: 'sync' | 'action';
  auditNumber: number | null;
};

/** Second factors of users of whom they are known, which is few: the service lists nobody's. */
export type DirectoryMfaTable = {
  userId: number;
  poolId: number;
  isOn: number;
  /** Names separated by commas, the one asked for first in front; empty when none is on. */
  factors: string;
  /** When the pool was asked. */
  learntAt: Milliseconds;
};

/** Maintained numbers, so that overview and facets cost the same in any size of pool. */
export type DirectoryCountTable = { poolId: number; kind: string; name: string; value: number };

/** The mirror of the managed pools. */
export type NoticedUserTable = {
  poolId: number;
  name: string;
  noticedAt: Milliseconds;
  attempts: number;
  /** When it is to be read; while a process reads it, when another one may. */
  dueAt: Milliseconds;
};

export type DirectoryTables = {
  directoryPool: DirectoryPoolTable;
  directoryUser: DirectoryUserTable;
  directoryCreated: DirectoryCreatedTable;
  directoryUsername: DirectoryUsernameTable;
  directoryAttribute: DirectoryAttributeTable;
  directoryOrder: DirectoryOrderTable;
  directoryGroup: DirectoryGroupTable;
  directoryMembership: DirectoryMembershipTable;
  directoryChange: DirectoryChangeTable;
  directoryCount: DirectoryCountTable;
  directoryMfa: DirectoryMfaTable;
  noticedUser: NoticedUserTable;
};
