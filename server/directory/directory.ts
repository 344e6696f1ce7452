import type { PoolUser, UserFilter } from '../cognito/types.ts';

export type UserQuery = {
  readonly filter: UserFilter | undefined;
  /** The cursor that the listing before answered; undefined for the first page. */
  readonly cursor: string | undefined;
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

/** Where pages find users. Pages know this interface only, so that what is behind it can change. */
export interface UserDirectory {
  list(query: UserQuery): Promise<UserListing>;
  /** Called after an action changed this user, so that the next listing shows it. */
  refresh(username: string): Promise<void>;
}
