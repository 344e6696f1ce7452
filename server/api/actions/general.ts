import type { Target, TargetKind } from '../../actions/target.ts';
import type { AttributeDefinition, PoolDescription, UserStatus } from '../../cognito/types.ts';

/** Stands for the attributes that a pool may have besides the standard ones. */
export const anyCustomAttribute = 'custom:tenant';

/**
 * The standard attributes. Source: Amazon Cognito developer guide, "Working with user attributes"
 */
const standard = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'website',
  'zoneinfo',
];

/** A pool with the standard attributes and the usual settings: the document is made before any is asked. */
export const generalPool: PoolDescription = {
  id: '',
  name: '',
  attributes: [
    ...standard.map(attributeOf),
    { ...attributeOf(anyCustomAttribute), isCustom: true },
  ],
  usernameAttributes: [],
  aliasAttributes: [],
  isUsernameCaseSensitive: false,
  passwordPolicy: {
    minimumLength: 8,
    requiresUppercase: true,
    requiresLowercase: true,
    requiresNumbers: true,
    requiresSymbols: true,
    temporaryPasswordValidityDays: 7,
  },
  mfa: 'OPTIONAL',
  deviceMemory: 'always',
  firstFactors: ['PASSWORD'],
  recoversBy: ['email', 'phone_number'],
  verifiesAtSignUp: ['email'],
  verifiesBeforeUpdate: [],
  estimatedUsers: 0,
};

function attributeOf(name: string): AttributeDefinition {
  return {
    name,
    type: 'String',
    isRequired: false,
    isMutable: true,
    isCustom: false,
    minLength: undefined,
    maxLength: 2048,
    minimum: undefined,
    maximum: undefined,
  };
}

type Example = {
  readonly status?: UserStatus;
  /** Whether the contacts of a user are marked as verified. */
  readonly isVerified?: boolean;
};

/** A user, group or pool to make the document of. */
export function exampleTarget(kind: TargetKind, example: Example = {}): Target {
  const { status = 'CONFIRMED', isVerified = true } = example;
  const [createdAt, modifiedAt] = [new Date(0), new Date(0)];
  if (kind === 'pool') return { kind, name: 'main' };
  if (kind === 'group') {
    const [name, description, precedence, roleArn] = ['editors', '', undefined, ''];
    const group = { name, description, precedence, roleArn, createdAt, modifiedAt };
    return { kind, name, group };
  }
  const attributes = {
    email: 'ada@example.com',
    email_verified: String(isVerified),
    phone_number: '+15551234567',
    phone_number_verified: String(isVerified),
  };
  const [username, sub] = ['ada', 'c17d5e0a-8f5c-4a3f-9d51-2f6c1b7f0e11'];
  const user = { username, sub, status, isEnabled: true, attributes, createdAt, modifiedAt };
  return { kind, name: username, sub, user, groups: [] };
}
