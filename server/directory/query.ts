import type { PoolUser, UserStatus } from '../cognito/types.ts';
import type { MfaFactor } from '../cognito/users/access-types.ts';
import type { SearchTerm } from './search-language.ts';

/** `username`, `status`, `enabled`, `created`, `modified`, or the name of an attribute. */
export type SortColumn = string;

export type Sort = { readonly column: SortColumn; readonly direction: 'ascending' | 'descending' };

/** What a list shows when nothing else is asked for: the newest user first. */
export const standardSort: Sort = { column: 'created', direction: 'descending' };

export type DirectoryQuery = {
  /** All of them must hold; empty means everybody. */
  readonly terms: readonly SearchTerm[];
  readonly sort: Sort;
  /** What the page before answered as `nextCursor`; undefined for the first page. */
  readonly cursor: string | undefined;
  /** 1 to 200 rows. */
  readonly limit: number;
};

/** Second factors as the pool told them when somebody asked. */
export type KnownMfa = {
  /** The one asked for first stands first; empty when none is on. */
  readonly factors: readonly MfaFactor[];
  readonly learntAt: Date;
};

/** A user as the mirror knows it. */
export type MirroredUser = {
  readonly user: PoolUser;
  /** Names of the user's groups, in alphabetical order. */
  readonly groups: readonly string[];
  /** Undefined for everybody whose second factors nobody has looked at. */
  readonly mfa: KnownMfa | undefined;
  /** When the user was found to be gone; undefined while it is there. */
  readonly deletedAt: Date | undefined;
};

/** A user who is there, with what people name one by. */
export type NamedUser = {
  /** Or the username, in a pool that hides it. */
  readonly sub: string;
  readonly username: string;
  /** Empty when there is none. */
  readonly email: string;
  readonly phoneNumber: string;
};

/** What identifies a user. `sub` is empty where the pool hides it. */
export type UserIds = { readonly sub: string; readonly username: string };

export type DirectoryPage = {
  /** May be short, even empty, while `nextCursor` leads on: a rare word takes several looks. */
  readonly users: readonly MirroredUser[];
  readonly nextCursor: string | undefined;
  /**
   * The order that the rows are in. It differs from the one asked for only while a large pool is
   * sorted by an attribute for the first time; `isPreparing` says so.
   */
  readonly sort: Sort;
  readonly isPreparing: boolean;
};

/** Counted exactly up to 10,000. Where `isExact` is false, there are at least `total`: "10,000+". */
export type UserCount = { readonly total: number; readonly isExact: boolean };

/** Largest number of users that a search is counted to. */
export const mostCounted = 10_000;

export type FacetValue = { readonly value: string; readonly count: number };

/** How the users of a search are spread. Values without users are left out. */
export type Facets = {
  readonly status: readonly FacetValue[];
  /** Values `yes` and `no`. */
  readonly enabled: readonly FacetValue[];
  /** Values `yes` (an e-mail address or phone number is verified) and `no`. */
  readonly verified: readonly FacetValue[];
  /** Values `on`, `off` and `unknown`; undefined when there are too many who are known to look at. */
  readonly mfa: readonly FacetValue[] | undefined;
  /** By group name, the largest first, at most 50. */
  readonly group: readonly FacetValue[];
};

export type DirectorySummary = {
  readonly count: UserCount;
  /** Undefined when more users match than are counted one by one. */
  readonly facets: Facets | undefined;
};

/** Of how many users of a pool the second factors are known. */
export type MfaKnowledge = {
  readonly on: number;
  readonly off: number;
  /** When the oldest of these answers was given; undefined when there is none. */
  readonly since: Date | undefined;
};

/** What changed for one user. Groups are told one at a time: joined (`to`) or left (`from`). */
export type UserChange = {
  /** Grows with time. */
  readonly id: number;
  readonly at: Date;
  readonly field:
    | 'created'
    | 'deleted'
    | 'status'
    | 'enabled'
    | 'email_verified'
    | 'phone_number_verified'
    | 'group';
  readonly from: string;
  readonly to: string;
  /** Seen by a walk of the pool, or made by an action of this console. */
  readonly source: 'sync' | 'action';
  /** Number of the audit entry, for changes made here. */
  readonly auditNumber: number | undefined;
};

/** Which changes of a user are asked for; all of them, when nothing is said. */
export type ChangesAsked = {
  /** Only those with a smaller id: the cursor of the next page. */
  readonly before?: number | undefined;
  /** By no action of this console, or by the actions of these entries of the audit. */
  readonly made?: 'elsewhere' | readonly number[];
};

/** One day in UTC, `2026-01-31`. */
export type DayCount = { readonly day: string; readonly count: number };

export const stuckKinds = [
  'invitation-expired',
  'unconfirmed',
  'reset-required',
  'no-verified-contact',
  'disabled',
] as const;

export type StuckKind = (typeof stuckKinds)[number];

export type PoolOverview = {
  readonly total: number;
  readonly byStatus: readonly {
    readonly status: UserStatus;
    readonly enabled: number;
    readonly disabled: number;
  }[];
  /** The last days, oldest first, today included; days without any are there with 0. */
  readonly newUsers: readonly DayCount[];
  /** Users seen to become CONFIRMED, by the day it was seen. */
  readonly confirmations: readonly DayCount[];
  /** `search` is the text that lists exactly these users. */
  readonly stuck: readonly {
    readonly kind: StuckKind;
    readonly count: number;
    readonly search: string;
  }[];
};

export type OverviewRequest = {
  /** Length of the series of days, today included. */
  readonly days: number;
  /** From the pool's password policy. */
  readonly invitationDays: number;
  /** Unconfirmed for longer counts as stuck. */
  readonly unconfirmedDays: number;
};

/** How fresh the mirror of a pool is, and what the sync does at the moment. */
export type SyncState = {
  /** The mirror held everything that was true at this time; undefined before the first walk. */
  readonly completeAsOf: Date | undefined;
  /** Undefined when no walk is under way. */
  readonly walk: WalkProgress | undefined;
  /** Why the last walk stopped, as a sentence; empty when it did not. */
  readonly problem: string;
};

export type WalkProgress = {
  readonly part: 'users' | 'groups';
  readonly startedAt: Date;
  readonly usersSeen: number;
  /** Users a second, lately. */
  readonly rate: number;
  /** Calls a second that the walk may make at the moment. */
  readonly callsPerSecond: number;
  /** The share of the quota that it was given, 0 to 1. */
  readonly share: number;
  /** Undefined while the size of the pool is not known. */
  readonly estimatedEnd: Date | undefined;
};

/** Everything that pages ask of the mirror of one pool. Nothing here calls the pool. */
export interface DirectoryReader {
  /**
   * A page of users.
   *
   * @throws PoolkeeperError `bad_cursor` (400) for a cursor that belongs to another listing
   */
  list(query: DirectoryQuery): Promise<DirectoryPage>;
  /** Count and facets of a search. */
  summary(terms: readonly SearchTerm[]): Promise<DirectorySummary>;
  /** The same where it takes but a moment; undefined where many have to be looked at one by one. */
  quickSummary(terms: readonly SearchTerm[]): Promise<DirectorySummary | undefined>;
  /** By username or sub, those marked deleted included; undefined when it was never seen. */
  find(usernameOrSub: string): Promise<MirroredUser | undefined>;
  /**
   * Users who are there and have one of these names as their username, sub, email address or phone number, without
   * regard to capitals; each once. Meant for lists of up to 100,000 names.
   */
  named(names: readonly string[]): Promise<readonly NamedUser[]>;
  /** Those of these usernames and subs whose users are there, each with its user. */
  presentUsers(names: readonly string[]): Promise<ReadonlyMap<string, UserIds>>;
  /** Whether any user has or had this username. */
  hasUsername(username: string): Promise<boolean>;
  /** What is known to have changed for a user, newest first. */
  timeline(sub: string, limit: number, asked?: ChangesAsked): Promise<readonly UserChange[]>;
  /**
   * Numbers of the audit entries whose actions changed a user, the highest first.
   *
   * @param before only smaller ones
   */
  auditNumbers(sub: string, limit: number, before?: number): Promise<readonly number[]>;
  overview(request: OverviewRequest): Promise<PoolOverview>;
  /** Attributes that any user has had, in alphabetical order, for columns and `field:` terms. */
  attributes(): Promise<readonly string[]>;
  state(): Promise<SyncState>;
  mfaKnowledge(): Promise<MfaKnowledge>;
  /** Members by the group's name, of groups that have any; undefined before the first walk. */
  memberCounts(): Promise<ReadonlyMap<string, number> | undefined>;
}
