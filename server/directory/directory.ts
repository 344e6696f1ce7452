import type { FilterableAttribute, PoolUser, UserStatus } from '../cognito/types.ts';

export type UserQuery = {
  /** Users whose attribute starts with this. */
  readonly prefix: { readonly attribute: FilterableAttribute; readonly value: string } | undefined;
  readonly status: UserStatus | 'enabled' | 'disabled' | undefined;
  /** The cursor that the listing before answered; undefined for the first page. */
  readonly cursor: string | undefined;
  /** 1 to 60. */
  readonly limit: number;
};

export type ListedUser = {
  readonly user: PoolUser;
  /** Names of the user's groups; undefined when they could not be read. */
  readonly groups: readonly string[] | undefined;
};

export type UserListing = {
  readonly users: readonly ListedUser[];
  readonly nextCursor: string | undefined;
};

/** One user, asked of the pool at this moment if it answers. */
export type FoundUser = ListedUser & {
  /** Why this is only what was last known, as a sentence; empty when it is from the pool. */
  readonly problem: string;
};

/** Where pages find users. Pages know this interface only, so that what is behind it can change. */
export interface UserDirectory {
  /** A page of users; it may be short while more follow. */
  list(query: UserQuery): Promise<UserListing>;
  /**
   * The user by username or sub; undefined when the pool has none.
   *
   * @throws PoolkeeperError when the pool cannot be reached and the user was never seen
   */
  find(usernameOrSub: string): Promise<FoundUser | undefined>;
  /** Called after an action changed this user, so that the next listing shows it. */
  refresh(username: string): Promise<void>;
}
