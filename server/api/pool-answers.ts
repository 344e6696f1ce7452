import { type Static, Type } from '@sinclair/typebox';
import { type PoolDescription, userStatuses } from '../cognito/types.ts';
import { type PoolOverview, stuckKinds } from '../directory/query.ts';
import type { ManagedPool } from '../pools.ts';
import { moment, oneOf } from './answers.ts';

const contact = oneOf(['email', 'phone_number']);
const bound = Type.Optional(Type.Number());

const inList = {
  alias: Type.String({ description: 'The `{pool}` of addresses.' }),
  isOperatorPool: Type.Boolean({ description: 'Whether operators sign in to this pool.' }),
};

export const PoolInList = Type.Object(
  {
    ...inList,
    name: Type.Optional(
      Type.String({ description: 'Of the user pool; absent while it does not answer.' }),
    ),
  },
  {
    $id: 'PoolInList',
    description: 'A user pool that this server manages.',
    examples: [{ alias: 'main', name: 'customers', isOperatorPool: true }],
  },
);

const Attribute = Type.Object({
  name: Type.String(),
  type: oneOf(['String', 'Number', 'DateTime', 'Boolean']),
  isRequired: Type.Boolean(),
  isMutable: Type.Boolean(),
  isCustom: Type.Boolean(),
  minLength: bound,
  maxLength: bound,
  minimum: bound,
  maximum: bound,
});

const PasswordPolicy = Type.Object({
  minimumLength: Type.Integer(),
  requiresUppercase: Type.Boolean(),
  requiresLowercase: Type.Boolean(),
  requiresNumbers: Type.Boolean(),
  requiresSymbols: Type.Boolean(),
  temporaryPasswordValidityDays: Type.Integer(),
});

export const Pool = Type.Object(
  {
    ...inList,
    id: Type.String({ description: 'Of the user pool in AWS.' }),
    name: Type.String(),
    attributes: Type.Array(Attribute, { description: 'The schema.' }),
    usernameAttributes: Type.Array(contact, {
      description: 'What people sign in with instead of a chosen username.',
    }),
    aliasAttributes: Type.Array(oneOf(['email', 'phone_number', 'preferred_username']), {
      description: 'What people can sign in with besides their username.',
    }),
    isUsernameCaseSensitive: Type.Boolean(),
    passwordPolicy: PasswordPolicy,
    mfa: oneOf(['OFF', 'ON', 'OPTIONAL']),
    deviceMemory: oneOf(['never', 'always', 'on-prompt']),
    firstFactors: Type.Array(Type.String(), { description: 'As AuthFactorType names them.' }),
    recoversBy: Type.Array(contact, {
      description: 'Contacts that a code for a forgotten password may go to.',
    }),
    verifiesAtSignUp: Type.Array(contact),
    verifiesBeforeUpdate: Type.Array(contact, {
      description: 'Contacts whose new value takes effect once its code was entered.',
    }),
    estimatedUsers: Type.Integer(),
  },
  {
    $id: 'Pool',
    description: 'A user pool with its schema and settings.',
    examples: [
      {
        alias: 'main',
        isOperatorPool: true,
        id: 'eu-west-1_EXAMPLE',
        name: 'customers',
        attributes: [
          {
            name: 'email',
            type: 'String',
            isRequired: true,
            isMutable: true,
            isCustom: false,
            minLength: 0,
            maxLength: 2048,
          },
        ],
        usernameAttributes: [],
        aliasAttributes: ['email'],
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
        deviceMemory: 'never',
        firstFactors: ['PASSWORD'],
        recoversBy: ['email'],
        verifiesAtSignUp: ['email'],
        verifiesBeforeUpdate: [],
        estimatedUsers: 1250,
      },
    ],
  },
);

const DayCounts = (description: string) =>
  Type.Array(
    Type.Object({
      day: Type.String({ format: 'date', description: 'In UTC.' }),
      count: Type.Integer(),
    }),
    { description: `${description}, oldest day first, today included.` },
  );

export const Overview = Type.Object(
  {
    total: Type.Integer({ description: 'Users of the pool.' }),
    byStatus: Type.Array(
      Type.Object({
        status: oneOf(userStatuses),
        enabled: Type.Integer(),
        disabled: Type.Integer(),
      }),
      { description: 'Statuses without users are left out.' },
    ),
    newUsers: DayCounts('Users by the day they were created'),
    confirmations: DayCounts('Users by the day they were seen to become CONFIRMED'),
    stuck: Type.Array(
      Type.Object({
        kind: oneOf(stuckKinds),
        count: Type.Integer(),
        search: Type.String({ description: 'The `q` that lists exactly these users.' }),
      }),
      { description: 'Users who cannot sign in, or could not recover, by the reason.' },
    ),
    completeAsOf: Type.Optional(
      moment('The counts hold everything that was true then; absent before the first sync.'),
    ),
  },
  {
    $id: 'Overview',
    description: 'A pool at a glance.',
    examples: [
      {
        total: 1250,
        byStatus: [{ status: 'CONFIRMED', enabled: 1240, disabled: 10 }],
        newUsers: [{ day: '2026-02-01', count: 12 }],
        confirmations: [{ day: '2026-02-01', count: 9 }],
        stuck: [{ kind: 'disabled', count: 10, search: 'enabled:no' }],
        completeAsOf: '2026-02-01T16:05:12.000Z',
      },
    ],
  },
);

export const poolAnswer = (
  { alias, isOperatorPool }: ManagedPool,
  { attributes, ...description }: PoolDescription,
): Static<typeof Pool> => ({
  alias,
  isOperatorPool,
  ...description,
  usernameAttributes: [...description.usernameAttributes],
  aliasAttributes: [...description.aliasAttributes],
  firstFactors: [...description.firstFactors],
  recoversBy: [...description.recoversBy],
  verifiesAtSignUp: [...description.verifiesAtSignUp],
  verifiesBeforeUpdate: [...description.verifiesBeforeUpdate],
  attributes: attributes.map(({ minLength, maxLength, minimum, maximum, ...attribute }) => ({
    ...attribute,
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  })),
});

export const overviewAnswer = (
  { total, byStatus, newUsers, confirmations, stuck }: PoolOverview,
  completeAsOf: Date | undefined,
): Static<typeof Overview> => ({
  total,
  byStatus: [...byStatus],
  newUsers: [...newUsers],
  confirmations: [...confirmations],
  stuck: [...stuck],
  ...(completeAsOf && { completeAsOf: completeAsOf.toISOString() }),
});
