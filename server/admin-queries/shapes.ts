import { Type } from '@sinclair/typebox';
import type { PoolGroup, PoolUser } from '../cognito/types.ts';

const Attribute = Type.Object({ Name: Type.String(), Value: Type.String() });

const dates = { UserCreateDate: Type.String(), UserLastModifiedDate: Type.String() };

/** A user of a list, as Cognito writes one. Source: API reference, UserType. */
export const ListedUser = Type.Object({
  Username: Type.String(),
  Attributes: Type.Array(Attribute),
  ...dates,
  Enabled: Type.Boolean(),
  UserStatus: Type.String(),
});

/** One user, as Cognito writes one. Source: API reference, AdminGetUser, Response Syntax. */
export const SingleUser = Type.Object({
  Username: Type.String(),
  UserAttributes: Type.Array(Attribute),
  ...dates,
  Enabled: Type.Boolean(),
  UserStatus: Type.String(),
  PreferredMfaSetting: Type.Optional(Type.String()),
  UserMFASettingList: Type.Optional(Type.Array(Type.String())),
});

/** A group, as Cognito writes one. Source: API reference, GroupType. */
export const ListedGroup = Type.Object({
  GroupName: Type.String(),
  UserPoolId: Type.String(),
  Description: Type.Optional(Type.String()),
  RoleArn: Type.Optional(Type.String()),
  Precedence: Type.Optional(Type.Integer()),
  CreationDate: Type.String(),
  LastModifiedDate: Type.String(),
});

/** All that AdminQueries says of the groups of one user. */
export const GroupOfUser = Type.Object({
  GroupName: Type.String(),
  Description: Type.Optional(Type.String()),
});

const common = ({ username, status, isEnabled, createdAt, modifiedAt }: PoolUser) => ({
  Username: username,
  UserCreateDate: createdAt.toISOString(),
  UserLastModifiedDate: modifiedAt.toISOString(),
  Enabled: isEnabled,
  UserStatus: status,
});

/** The list of names and values, the sub first as Cognito has it. */
function attributesOf({ sub, attributes }: PoolUser) {
  const list = sub === '' ? [] : [{ Name: 'sub', Value: sub }];
  for (const name in attributes) list.push({ Name: name, Value: attributes[name] ?? '' });
  return list;
}

export const listedUser = (user: PoolUser) => ({ ...common(user), Attributes: attributesOf(user) });

export const singleUser = (user: PoolUser) => ({
  ...common(user),
  UserAttributes: attributesOf(user),
});

/** Without what was not set, as Cognito leaves it out. */
export const groupOfUser = ({ name, description }: PoolGroup) => ({
  GroupName: name,
  ...(description !== '' && { Description: description }),
});

export const listedGroup = (group: PoolGroup, userPoolId: string) => ({
  ...groupOfUser(group),
  UserPoolId: userPoolId,
  ...(group.roleArn !== '' && { RoleArn: group.roleArn }),
  ...(group.precedence !== undefined && { Precedence: group.precedence }),
  CreationDate: group.createdAt.toISOString(),
  LastModifiedDate: group.modifiedAt.toISOString(),
});
