import type {
  AttributeType,
  DeviceConfigurationType,
  GroupType,
  NumberAttributeConstraintsType,
  RecoveryOptionType,
  SchemaAttributeType,
  UserPoolType,
  UserType,
  VerifiedAttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  type AttributeDefinition,
  type DeviceMemory,
  type PoolDescription,
  type PoolGroup,
  type PoolUser,
  type UserStatus,
  userStatuses,
} from './types.ts';

/** A user of `ListUsers`, `ListUsersInGroup` or `AdminCreateUser` in the console's words. */
export function toPoolUser(user: UserType): PoolUser {
  const { sub = '', ...attributes } = attributeRecord(user.Attributes);
  return {
    username: user.Username ?? '',
    sub,
    status: toUserStatus(user.UserStatus),
    isEnabled: user.Enabled ?? true,
    attributes,
    createdAt: user.UserCreateDate ?? new Date(0),
    modifiedAt: user.UserLastModifiedDate ?? user.UserCreateDate ?? new Date(0),
  };
}

/** A status that a later version of the service may add is UNKNOWN here. */
export function toUserStatus(status: string | undefined): UserStatus {
  return userStatuses.find((known) => known === status) ?? 'UNKNOWN';
}

/** The service's list of names and values as a record. */
export function attributeRecord(
  attributes: readonly AttributeType[] | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (attributes ?? []).map((attribute) => [attribute.Name ?? '', attribute.Value ?? '']),
  );
}

/** A record as the list of names and values that the service takes. */
export function toAttributeList(attributes: Readonly<Record<string, string>>): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** A group of any operation that answers groups. */
export function toPoolGroup(group: GroupType): PoolGroup {
  return {
    name: group.GroupName ?? '',
    description: group.Description ?? '',
    precedence: group.Precedence,
    roleArn: group.RoleArn ?? '',
    createdAt: group.CreationDate ?? new Date(0),
    modifiedAt: group.LastModifiedDate ?? group.CreationDate ?? new Date(0),
  };
}

/** Part of every schema, and nothing that a form could change. */
const managedAttributes = new Set(['sub', 'identities']);

/** What `DescribeUserPool` says; where it says nothing, the service's documented default holds. */
export function toPoolDescription(pool: UserPoolType): PoolDescription {
  const policy = pool.Policies?.PasswordPolicy ?? {};
  return {
    id: pool.Id ?? '',
    name: pool.Name ?? '',
    attributes: (pool.SchemaAttributes ?? [])
      .filter((attribute) => !managedAttributes.has(attribute.Name ?? ''))
      .map(toAttributeDefinition),
    usernameAttributes: pool.UsernameAttributes ?? [],
    aliasAttributes: pool.AliasAttributes ?? [],
    isUsernameCaseSensitive: pool.UsernameConfiguration?.CaseSensitive ?? true,
    passwordPolicy: {
      minimumLength: policy.MinimumLength ?? 8,
      requiresUppercase: policy.RequireUppercase ?? false,
      requiresLowercase: policy.RequireLowercase ?? false,
      requiresNumbers: policy.RequireNumbers ?? false,
      requiresSymbols: policy.RequireSymbols ?? false,
      temporaryPasswordValidityDays: policy.TemporaryPasswordValidityDays ?? 7,
    },
    mfa: pool.MfaConfiguration ?? 'OFF',
    deviceMemory: toDeviceMemory(pool.DeviceConfiguration),
    firstFactors: pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'],
    recoversBy: toRecoveryContacts(pool.AccountRecoverySetting?.RecoveryMechanisms ?? []),
    verifiesAtSignUp: toSignUpContacts(pool.AutoVerifiedAttributes ?? []),
    verifiesBeforeUpdate:
      pool.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [],
    estimatedUsers: pool.EstimatedNumberOfUsers ?? 0,
  };
}

/**
 * A user with both gets the code by SMS.
 *
 * Source: Cognito developer guide, "Verifying contact information at sign-up".
 */
function toSignUpContacts(
  verified: readonly VerifiedAttributeType[],
): PoolDescription['verifiesAtSignUp'] {
  return (['phone_number', 'email'] as const).filter((contact) => verified.includes(contact));
}

/**
 * A pool with the setting tracks devices, whatever its values.
 *
 * Source: API reference, DeviceConfigurationType.
 */
function toDeviceMemory(setting: DeviceConfigurationType | undefined): DeviceMemory {
  if (setting === undefined) return 'never';
  return setting.DeviceOnlyRememberedOnUserPrompt ? 'on-prompt' : 'always';
}

function toAttributeDefinition(attribute: SchemaAttributeType): AttributeDefinition {
  const name = attribute.Name ?? '';
  const range: NumberAttributeConstraintsType = attribute.NumberAttributeConstraints ?? {};
  const length = attribute.StringAttributeConstraints ?? {};
  return {
    name,
    type: attribute.AttributeDataType ?? 'String',
    isRequired: attribute.Required ?? false,
    isMutable: attribute.Mutable ?? true,
    isCustom: name.startsWith('custom:') || name.startsWith('dev:'),
    minLength: toNumber(length.MinLength),
    maxLength: toNumber(length.MaxLength),
    minimum: toNumber(range.MinValue),
    maximum: toNumber(range.MaxValue),
  };
}

/**
 * A pool without the setting tries the phone number first.
 *
 * Source: API reference, CreateUserPool, AccountRecoverySetting.
 */
function toRecoveryContacts(
  mechanisms: readonly RecoveryOptionType[],
): ('email' | 'phone_number')[] {
  if (mechanisms.length === 0) return ['phone_number', 'email'];
  return mechanisms
    .toSorted((one, other) => (one.Priority ?? 0) - (other.Priority ?? 0))
    .flatMap(({ Name }) => {
      if (Name === 'admin_only') return [];
      return [Name === 'verified_email' ? 'email' : 'phone_number'];
    });
}

/** The service writes the bounds of attributes as text. */
function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
