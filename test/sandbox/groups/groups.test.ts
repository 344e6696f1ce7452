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
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';

async function withGroups() {
  const { cognito, sandbox } = await runningSandbox();
  const UserPoolId = sandbox.userPoolId;
  return {
    cognito,
    UserPoolId,
    createGroup: (GroupName: string, details: { Description?: string; Precedence?: number } = {}) =>
      cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, ...details })),
    getGroup: async (GroupName: string) =>
      (await cognito.send(new GetGroupCommand({ UserPoolId, GroupName }))).Group,
    add: (Username: string, GroupName: string) =>
      cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName })),
    remove: (Username: string, GroupName: string) =>
      cognito.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName })),
    groupsOf: async (Username: string) => {
      const answer = await cognito.send(
        new AdminListGroupsForUserCommand({ UserPoolId, Username }),
      );
      return answer.Groups?.map((group) => group.GroupName);
    },
    members: async (GroupName: string) => {
      const answer = await cognito.send(new ListUsersInGroupCommand({ UserPoolId, GroupName }));
      return answer.Users?.map((user) => user.Username);
    },
  };
}

test('a group is made, read, changed and deleted', async () => {
  const { cognito, UserPoolId, createGroup, getGroup } = await withGroups();
  await createGroup('writers', { Description: 'They write', Precedence: 7 });
  await cognito.send(
    new UpdateGroupCommand({
      UserPoolId,
      GroupName: 'writers',
      RoleArn: 'arn:aws:iam::123456789012:role/writers',
    }),
  );
  expect(await getGroup('writers')).toMatchObject({
    GroupName: 'writers',
    UserPoolId,
    Description: 'They write',
    Precedence: 7,
    RoleArn: 'arn:aws:iam::123456789012:role/writers',
    CreationDate: expect.any(Date),
  });
  await cognito.send(new DeleteGroupCommand({ UserPoolId, GroupName: 'writers' }));
  await expect(getGroup('writers')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Group not found.',
  });
});

test('a group name is taken once, and case matters', async () => {
  const { createGroup, getGroup } = await withGroups();
  await createGroup('writers');
  await expect(createGroup('writers')).rejects.toMatchObject({ name: 'GroupExistsException' });
  await createGroup('Writers');
  expect((await getGroup('Writers'))?.GroupName).toBe('Writers');
});

test('a role that is no ARN and a precedence below zero are refused', async () => {
  const { cognito, UserPoolId } = await withGroups();
  for (const details of [{ RoleArn: 'arn:aws:iam' }, { Precedence: -1 }]) {
    await expect(
      cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'g', ...details })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  }
});

test('members come and go, twice is as good as once', async () => {
  const { createGroup, add, remove, groupsOf, members } = await withGroups();
  await createGroup('writers');
  await add('auditor', 'writers');
  await add('auditor', 'writers');
  expect(await members('writers')).toEqual(['auditor']);
  expect(await groupsOf('auditor')).toEqual(['pool-auditors', 'writers']);
  await remove('auditor', 'writers');
  await remove('auditor', 'writers');
  expect(await members('writers')).toEqual([]);
});

test('adding to a missing group or somebody missing is refused', async () => {
  const { add, createGroup } = await withGroups();
  await createGroup('writers');
  await expect(add('admin', 'readers')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(add('nobody', 'writers')).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

test('a deleted group leaves its members without it', async () => {
  const { cognito, UserPoolId, groupsOf } = await withGroups();
  await cognito.send(new DeleteGroupCommand({ UserPoolId, GroupName: 'pool-auditors' }));
  expect(await groupsOf('auditor')).toEqual([]);
});

test('groups and members come in pages', async () => {
  const { cognito, UserPoolId, createGroup, add } = await withGroups();
  await createGroup('everybody');
  for (const name of ['admin', 'support', 'auditor']) await add(name, 'everybody');
  const first = await cognito.send(new ListGroupsCommand({ UserPoolId, Limit: 3 }));
  const second = await cognito.send(
    new ListGroupsCommand({ UserPoolId, Limit: 3, NextToken: first.NextToken }),
  );
  expect([...(first.Groups ?? []), ...(second.Groups ?? [])].map((g) => g.GroupName)).toEqual([
    'everybody',
    'pool-admins',
    'pool-auditors',
    'pool-support',
  ]);
  expect(second.NextToken).toBeUndefined();
  const page = await cognito.send(
    new ListUsersInGroupCommand({ UserPoolId, GroupName: 'everybody', Limit: 2 }),
  );
  const rest = await cognito.send(
    new ListUsersInGroupCommand({
      UserPoolId,
      GroupName: 'everybody',
      Limit: 2,
      NextToken: page.NextToken,
    }),
  );
  expect([...(page.Users ?? []), ...(rest.Users ?? [])].map((user) => user.Username)).toEqual([
    'admin',
    'support',
    'auditor',
  ]);
  await expect(cognito.send(new ListGroupsCommand({ UserPoolId, Limit: 0 }))).rejects.toMatchObject(
    { name: 'InvalidParameterException' },
  );
});

test('groups of a user come by precedence, a page at a time', async () => {
  const { cognito, UserPoolId, createGroup, add } = await withGroups();
  await createGroup('last');
  await createGroup('first', { Precedence: 0 });
  await add('admin', 'last');
  await add('admin', 'first');
  const input = { UserPoolId, Username: 'admin', Limit: 2 };
  const page = await cognito.send(new AdminListGroupsForUserCommand(input));
  expect(page.Groups?.map((group) => group.GroupName)).toEqual(['first', 'pool-admins']);
  const rest = await cognito.send(
    new AdminListGroupsForUserCommand({ ...input, NextToken: page.NextToken }),
  );
  expect(rest.Groups?.map((group) => group.GroupName)).toEqual(['last']);
  expect(rest.NextToken).toBeUndefined();
});

test.each(['two words', ' first', 'tab\there', 'no\u00a0break', 'a'.repeat(129), ''])(
  'a group cannot be named %j',
  async (name) => {
    const { createGroup, getGroup } = await withGroups();
    const refused = {
      name: 'InvalidParameterException',
      message: expect.stringMatching(
        /^\d validation errors? detected: .*'groupName' failed to satisfy constraint/su,
      ),
    };
    await expect(createGroup(name)).rejects.toMatchObject(refused);
    await expect(getGroup(name)).rejects.toMatchObject(refused);
  },
);

test('a group can be named in any script, with signs', async () => {
  const { createGroup, getGroup } = await withGroups();
  for (const name of ['équipe-№1', '管理者', '€,#%/"\\', '😀']) {
    await createGroup(name);
    expect((await getGroup(name))?.GroupName).toBe(name);
  }
});
