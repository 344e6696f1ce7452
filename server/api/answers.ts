import { type Static, type TSchema, Type } from '@sinclair/typebox';
import type { PoolGroup, PoolUser } from '../cognito/types.ts';
import { userStatuses } from '../cognito/types.ts';
import { mfaFactors } from '../cognito/users/access-types.ts';
import type { KnownMfa } from '../directory/query.ts';

/** A string that is one of these. */
export const oneOf = <Value extends string>(
  values: readonly Value[],
  options: { description?: string } = {},
) => Type.Unsafe<Value>(Type.String({ ...options, enum: [...values] }));

export const moment = (description: string) => Type.String({ format: 'date-time', description });

/** Refers to a schema that components.ts lists, so that the document has it once. */
export const ref = <Schema extends TSchema>(schema: Schema) =>
  Type.Unsafe<Static<Schema>>({ $ref: `${schema.$id}#` });

const KnownSecondFactors = Type.Object(
  {
    enabled: Type.Array(oneOf(mfaFactors), { description: 'The preferred one stands first.' }),
    asOf: moment('When the pool was asked.'),
  },
  {
    description:
      'The second factors as Poolkeeper last saw them; absent for users whose factors were never read.',
  },
);

const userExample = {
  username: 'ada',
  sub: '5f0c1c9e-8f0b-4a4e-9a53-0d6d4f2c9a10',
  status: 'CONFIRMED',
  isEnabled: true,
  attributes: { email: 'ada@example.com', email_verified: 'true', 'custom:tenant': 'acme' },
  createdAt: '2026-01-31T09:30:00.000Z',
  modifiedAt: '2026-02-01T16:05:12.000Z',
  groups: ['editors'],
};

/** A user, as programs read one. */
export const User = Type.Object(
  {
    username: Type.String(),
    sub: Type.String({ description: 'The id that never changes.' }),
    status: oneOf(userStatuses, { description: 'As Cognito names it.' }),
    isEnabled: Type.Boolean({ description: 'False: the user cannot sign in.' }),
    attributes: Type.Record(Type.String(), Type.String(), {
      description: 'Every attribute by its name, without `sub`. Values are strings.',
    }),
    createdAt: moment('When the user was created.'),
    modifiedAt: moment('When the user was last changed.'),
    groups: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Names of the groups, in alphabetical order; absent among members of a group.',
      }),
    ),
    secondFactors: Type.Optional(KnownSecondFactors),
    isLastKnown: Type.Optional(
      Type.Boolean({
        description: 'True: the pool did not answer, and this is what was last known.',
      }),
    ),
  },
  { $id: 'User', description: 'A user of the pool.', examples: [userExample] },
);

/** A user of a list, of which a program chose some members. */
export const ListedUser = Type.Partial(Type.Omit(User, ['isLastKnown']), {
  $id: 'ListedUser',
  description: 'A user in a list: every member of `User`, or those that `fields` names.',
  examples: [userExample],
});

/** A group, as programs read one. */
export const Group = Type.Object(
  {
    name: Type.String(),
    description: Type.String(),
    precedence: Type.Optional(Type.Integer({ description: 'The lowest decides.' })),
    roleArn: Type.String({ description: 'Of an IAM role; empty when there is none.' }),
    createdAt: moment('When the group was created.'),
    modifiedAt: moment('When the group was last changed.'),
    memberCount: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'As of the last sync; absent before the first one.',
      }),
    ),
  },
  {
    $id: 'Group',
    description: 'A group of the pool.',
    examples: [
      {
        name: 'editors',
        description: 'May change articles',
        precedence: 10,
        roleArn: '',
        createdAt: '2026-01-31T09:30:00.000Z',
        modifiedAt: '2026-01-31T09:30:00.000Z',
        memberCount: 12,
      },
    ],
  },
);

/** Asks for the page after this one; absent on the last page. */
export const nextCursor = Type.Optional(
  Type.String({ description: 'The `cursor` of the next page; absent on the last page.' }),
);

/** What is known of a user besides what the pool lists. */
type Besides = {
  readonly groups?: readonly string[] | undefined;
  readonly mfa?: KnownMfa | undefined;
};

export const userAnswer = (user: PoolUser, { groups, mfa }: Besides = {}): Static<typeof User> => ({
  username: user.username,
  sub: user.sub,
  status: user.status,
  isEnabled: user.isEnabled,
  attributes: { ...user.attributes },
  createdAt: user.createdAt.toISOString(),
  modifiedAt: user.modifiedAt.toISOString(),
  ...(groups && { groups: [...groups] }),
  ...(mfa && { secondFactors: { enabled: [...mfa.factors], asOf: mfa.learntAt.toISOString() } }),
});

export const groupAnswer = (
  { name, description, precedence, roleArn, ...group }: PoolGroup,
  memberCount?: number,
): Static<typeof Group> => ({
  name,
  description,
  ...(precedence !== undefined && { precedence }),
  roleArn,
  createdAt: group.createdAt.toISOString(),
  modifiedAt: group.modifiedAt.toISOString(),
  ...(memberCount !== undefined && { memberCount }),
});
