import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, onTestFinished, test } from 'vitest';
import { openPool, type PoolUnderTest } from './pool-under-test.ts';

async function createGroup({ cognito, UserPoolId, newName }: PoolUnderTest): Promise<string> {
  const GroupName = newName().replace('@', '-at-');
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, Description: 'For a test' }));
  onTestFinished(async () => {
    await cognito
      .send(new DeleteGroupCommand({ UserPoolId, GroupName }))
      .catch((error: Error) => expect(error.name).toBe('ResourceNotFoundException'));
  });
  return GroupName;
}

test('a group is made once, changed and deleted', async () => {
  const pool = await openPool();
  const { cognito, UserPoolId } = pool;
  const GroupName = await createGroup(pool);
  await expect(
    cognito.send(new CreateGroupCommand({ UserPoolId, GroupName })),
  ).rejects.toMatchObject({ name: 'GroupExistsException' });
  await cognito.send(new UpdateGroupCommand({ UserPoolId, GroupName, Precedence: 3 }));
  const { Group } = await cognito.send(new GetGroupCommand({ UserPoolId, GroupName }));
  expect(Group).toMatchObject({ GroupName, Description: 'For a test', Precedence: 3 });
  await cognito.send(new DeleteGroupCommand({ UserPoolId, GroupName }));
  await expect(cognito.send(new GetGroupCommand({ UserPoolId, GroupName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a member joins and leaves, twice as well as once', async () => {
  const pool = await openPool();
  const { cognito, UserPoolId, newName, create } = pool;
  const GroupName = await createGroup(pool);
  const Username = newName();
  const sub = await create(Username);
  const membership = { UserPoolId, Username, GroupName };
  await cognito.send(new AdminAddUserToGroupCommand(membership));
  await cognito.send(new AdminAddUserToGroupCommand(membership));
  const groups = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
  expect(groups.Groups?.map((group) => group.GroupName)).toEqual([GroupName]);
  const members = await cognito.send(new ListUsersInGroupCommand({ UserPoolId, GroupName }));
  expect(members.Users?.flatMap((user) => user.Attributes)).toContainEqual({
    Name: 'sub',
    Value: sub,
  });
  await cognito.send(new AdminRemoveUserFromGroupCommand(membership));
  await cognito.send(new AdminRemoveUserFromGroupCommand(membership));
  const left = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
  expect(left.Groups).toEqual([]);
});

test('nobody joins a group that is not there, and no one who is not there joins', async () => {
  const pool = await openPool();
  const { cognito, UserPoolId, newName, create } = pool;
  const GroupName = await createGroup(pool);
  const Username = newName();
  await create(Username);
  await expect(
    cognito.send(
      new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: `${GroupName}-not` }),
    ),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(
    cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: newName(), GroupName })),
  ).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

test('a page of more than 60 groups is refused', async () => {
  const { cognito, UserPoolId } = await openPool();
  await expect(
    cognito.send(new ListGroupsCommand({ UserPoolId, Limit: 61 })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
