import { Type } from '@sinclair/typebox';
import type { PoolGroup, PoolUser } from '../cognito/types.ts';

const moment = (description: string) => Type.String({ format: 'date-time', description });

/** A user, as programs read one. */
export const User = Type.Object(
  {
    username: Type.String(),
    sub: Type.String({ description: 'The id that never changes.' }),
    status: Type.String({ description: 'As Cognito names it, for example `CONFIRMED`.' }),
    isEnabled: Type.Boolean(),
    attributes: Type.Record(Type.String(), Type.String()),
    createdAt: moment('When the user was created.'),
    modifiedAt: moment('When the user was last changed.'),
  },
  { description: 'A user of the pool.' },
);

/** A group, as programs read one. */
export const Group = Type.Object(
  {
    name: Type.String(),
    description: Type.String(),
    precedence: Type.Optional(Type.Integer({ description: 'The lowest decides.' })),
    roleArn: Type.String(),
    createdAt: moment('When the group was created.'),
    modifiedAt: moment('When the group was last changed.'),
  },
  { description: 'A group of the pool.' },
);

/** Asks for the page after this one; absent on the last page. */
export const nextCursor = Type.Optional(
  Type.String({ description: 'The `cursor` of the next page; absent on the last page.' }),
);

export const userAnswer = ({ username, sub, status, isEnabled, ...user }: PoolUser) => ({
  username,
  sub,
  status,
  isEnabled,
  attributes: user.attributes,
  createdAt: user.createdAt.toISOString(),
  modifiedAt: user.modifiedAt.toISOString(),
});

export const groupAnswer = ({ name, description, precedence, roleArn, ...group }: PoolGroup) => ({
  name,
  description,
  ...(precedence !== undefined && { precedence }),
  roleArn,
  createdAt: group.createdAt.toISOString(),
  modifiedAt: group.modifiedAt.toISOString(),
});
