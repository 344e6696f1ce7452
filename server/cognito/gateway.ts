import type {
  Page,
  PageRequest,
  PoolDescription,
  PoolGroup,
  PoolUser,
  UserFilter,
} from './types.ts';
import type {
  AuthEvent,
  AuthFactors,
  EventVerdict,
  IdentityProvider,
  LinkedIdentity,
  MfaFactor,
  UserDevice,
  UserSession,
} from './users/access-types.ts';

export type NewUser = {
  readonly username: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Left out: the service makes one up and sends it in the invitation. */
  readonly temporaryPassword?: string | undefined;
  /** Ways the invitation is sent; empty means that no invitation is sent. */
  readonly invitation: readonly ('EMAIL' | 'SMS')[];
};

export type ResendOptions = {
  /** Left out: the service makes one up. */
  readonly temporaryPassword?: string | undefined;
  readonly medium?: 'EMAIL' | 'SMS' | undefined;
};

export type GroupSettings = {
  readonly name: string;
  readonly description?: string | undefined;
  readonly precedence?: number | undefined;
  readonly roleArn?: string | undefined;
};

export type MfaChange = {
  readonly switchedOn: readonly MfaFactor[];
  readonly switchedOff: readonly MfaFactor[];
  /** One of those switched on. */
  readonly preferred?: MfaFactor | undefined;
};

/**
 * Everything the console asks of one managed pool. Each method is one Cognito operation unless
 * its comment says otherwise; all throw a `PoolkeeperError` (see errors.ts of this folder) whose
 * message a person may read, and whose `cause` is the SDK's error.
 *
 * Source: Amazon Cognito user pools API reference.
 */
export interface PoolGateway {
  /** The pool's schema and settings; kept for a minute. */
  describePool(): Promise<PoolDescription>;
  /** `ListUsers`: one page, which may be short or even empty while more follow. */
  listUsers(request: PageRequest & { filter?: UserFilter | undefined }): Promise<Page<PoolUser>>;
  /**
   * One user by sub, or by username when it is nobody's sub, read with `ListUsers` because
   * `AdminGetUser` counts towards billed active users. Undefined when there is none.
   */
  findUser(usernameOrSub: string): Promise<PoolUser | undefined>;
  /** Creates the user; answers the user as created. */
  createUser(user: NewUser): Promise<PoolUser>;
  /** Reads the user first to see which way the invitation goes, where `medium` does not say it. */
  resendInvitation(username: string, options?: ResendOptions): Promise<void>;
  confirmUser(username: string): Promise<void>;
  updateAttributes(username: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  deleteAttributes(username: string, names: readonly string[]): Promise<void>;
  resetPassword(username: string): Promise<void>;
  setPassword(username: string, password: string, isPermanent: boolean): Promise<void>;
  disableUser(username: string): Promise<void>;
  enableUser(username: string): Promise<void>;
  deleteUser(username: string): Promise<void>;
  signOutEverywhere(username: string): Promise<void>;
  /** Second and first factors; needs no billed active user. */
  authFactors(username: string): Promise<AuthFactors>;
  /** Factors that are in neither list stay as they are. */
  setMfaPreference(username: string, change: MfaChange): Promise<void>;
  deleteSoftwareToken(username: string): Promise<void>;
  /** Throws `not_enabled_in_pool` where sessions are not tracked, as the next one. */
  sessionsOfUser(username: string): Promise<readonly UserSession[]>;
  /** `withLinked` ends the tokens behind a browser session too, or the other way round. */
  revokeSession(username: string, id: string, withLinked: boolean): Promise<void>;
  /** Every page of them. Throws `not_enabled_in_pool` where devices are not tracked. */
  devicesOfUser(username: string): Promise<readonly UserDevice[]>;
  forgetDevice(username: string, key: string): Promise<void>;
  /** Newest first. Throws `not_enabled_in_pool` where threat protection is off. */
  authEvents(username: string, request: PageRequest): Promise<Page<AuthEvent>>;
  /** Throws `not_enabled_in_pool` where threat protection is off. */
  judgeEvent(username: string, id: string, verdict: EventVerdict): Promise<void>;
  /** Names of the other providers that the pool knows, every page of them. */
  identityProviders(): Promise<readonly string[]>;
  identityProvider(name: string): Promise<IdentityProvider>;
  linkIdentity(username: string, source: LinkedIdentity): Promise<void>;
  /** Takes the identity from whoever has it. */
  unlinkIdentity(source: LinkedIdentity): Promise<void>;
  /** All groups of the user, every page of them (at most 100 groups). */
  groupsOfUser(username: string): Promise<readonly PoolGroup[]>;
  addToGroup(username: string, group: string): Promise<void>;
  removeFromGroup(username: string, group: string): Promise<void>;
  listGroups(request: PageRequest): Promise<Page<PoolGroup>>;
  /** Undefined when the pool has no group of this name. */
  findGroup(name: string): Promise<PoolGroup | undefined>;
  createGroup(group: GroupSettings): Promise<PoolGroup>;
  updateGroup(group: GroupSettings): Promise<PoolGroup>;
  deleteGroup(name: string): Promise<void>;
  listGroupMembers(request: PageRequest & { group: string }): Promise<Page<PoolUser>>;
}
