/** Values of `UserStatusType`, as the service documents them. */
export const userStatuses = [
  'UNCONFIRMED',
  'CONFIRMED',
  'FORCE_CHANGE_PASSWORD',
  'RESET_REQUIRED',
  'EXTERNAL_PROVIDER',
  'ARCHIVED',
  'COMPROMISED',
  'UNKNOWN',
] as const;

export type UserStatus = (typeof userStatuses)[number];

/** A user as `ListUsers` tells it; times are UTC. */
export type PoolUser = {
  readonly username: string;
  /** The immutable id; the empty string only if the pool hides it. */
  readonly sub: string;
  readonly status: UserStatus;
  readonly isEnabled: boolean;
  /** Every attribute by its name (`email`, `custom:tenant`), without `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
};

export type PoolGroup = {
  readonly name: string;
  readonly description: string;
  /** Lower goes first; undefined when none was given. */
  readonly precedence: number | undefined;
  readonly roleArn: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
};

export type AttributeType = 'String' | 'Number' | 'DateTime' | 'Boolean';

/** One attribute of the pool's schema. Bounds are undefined where the pool sets none. */
export type AttributeDefinition = {
  readonly name: string;
  readonly type: AttributeType;
  readonly isRequired: boolean;
  readonly isMutable: boolean;
  readonly isCustom: boolean;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
};

export type PasswordPolicy = {
  readonly minimumLength: number;
  readonly requiresUppercase: boolean;
  readonly requiresLowercase: boolean;
  readonly requiresNumbers: boolean;
  readonly requiresSymbols: boolean;
  /** Days after which an unused temporary password no longer works. */
  readonly temporaryPasswordValidityDays: number;
};

/** Whether the pool remembers the devices that people sign in with: none, each, or those they say. */
export type DeviceMemory = 'never' | 'always' | 'on-prompt';

/** What `DescribeUserPool` says of the pool, as far as forms and rules follow from it. */
export type PoolDescription = {
  readonly id: string;
  readonly name: string;
  readonly attributes: readonly AttributeDefinition[];
  /** Set when people sign in with these instead of a chosen username; then Username is the sub. */
  readonly usernameAttributes: readonly ('email' | 'phone_number')[];
  readonly aliasAttributes: readonly ('email' | 'phone_number' | 'preferred_username')[];
  readonly isUsernameCaseSensitive: boolean;
  readonly passwordPolicy: PasswordPolicy;
  readonly mfa: 'OFF' | 'ON' | 'OPTIONAL';
  readonly deviceMemory: DeviceMemory;
  /** First factors that the pool allows, by their names in AuthFactorType. */
  readonly firstFactors: readonly string[];
  /**
   * Contacts that a code for a forgotten password may go to, the first choice first; none where only
   * an administrator gives somebody a new password.
   */
  readonly recoversBy: readonly ('email' | 'phone_number')[];
  /** Contacts that a code sent at sign-up verifies, the first choice first. */
  readonly verifiesAtSignUp: readonly ('email' | 'phone_number')[];
  /** Contacts of which a new value takes effect only when its owner has entered the code sent to it. */
  readonly verifiesBeforeUpdate: readonly ('email' | 'phone_number')[];
  readonly estimatedUsers: number;
};

/** Attributes that `ListUsers` can filter by. */
export const filterableAttributes = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'sub',
  'cognito:user_status',
  'status',
] as const;

export type FilterableAttribute = (typeof filterableAttributes)[number];

/** The only filter the service has: one attribute, equal or by prefix. */
export type UserFilter = {
  readonly attribute: FilterableAttribute;
  readonly match: 'equals' | 'prefix';
  readonly value: string;
};

/** One page of a list and the opaque token that asks for the next; undefined on the last page. */
export type Page<Item> = {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
};

export type PageRequest = {
  /** 1 to 60, the service's own limit. */
  readonly limit: number;
  readonly token?: string | undefined;
};
