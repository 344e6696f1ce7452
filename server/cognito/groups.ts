import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  type CreateGroupCommandInput,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { notFound, PoolkeeperError } from '../errors.ts';
import type { Send } from './client.ts';
import { unlessDoneBefore } from './errors/done-before.ts';
import { isOutcomeUnknown } from './errors.ts';
import type { GroupSettings, PoolGateway } from './gateway.ts';
import { toPoolGroup, toPoolUser } from './map.ts';
import type { PoolGroup } from './types.ts';

type GroupOperations = Pick<
  PoolGateway,
  | 'groupsOfUser'
  | 'addToGroup'
  | 'removeFromGroup'
  | 'listGroups'
  | 'findGroup'
  | 'createGroup'
  | 'updateGroup'
  | 'deleteGroup'
  | 'listGroupMembers'
>;

const largestPage = 60;

/** What the service takes as the name of a group: there is none of another name. */
const isGroupName = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/** How far the service's clock may be behind ours, in milliseconds. */
const clockDifference = 60_000;

/** The part of the gateway that is about groups and who is in them. */
export function groupOperations(send: Send, userPoolId: string, now: () => Date): GroupOperations {
  const named = (group: string) => ({ UserPoolId: userPoolId, GroupName: group });
  const membership = (username: string, group: string) => ({ ...named(group), Username: username });

  const findGroup = async (name: string): Promise<PoolGroup | undefined> => {
    if (!isGroupName.test(name)) return undefined;
    try {
      const { Group } = await send(new GetGroupCommand(named(name)));
      return Group && toPoolGroup(Group);
    } catch (error) {
      if (hasCode(error, 'group_not_found')) return undefined;
      throw error;
    }
  };

  return {
    findGroup,

    async groupsOfUser(username) {
      const groups: PoolGroup[] = [];
      let token: string | undefined;
      do {
        const page = await send(
          new AdminListGroupsForUserCommand({
            UserPoolId: userPoolId,
            Username: username,
            Limit: largestPage,
            NextToken: token,
          }),
        );
        groups.push(...(page.Groups ?? []).map(toPoolGroup));
        token = page.NextToken;
      } while (token !== undefined);
      return groups;
    },

    async addToGroup(username, group) {
      await send(new AdminAddUserToGroupCommand(membership(username, group)));
    },

    async removeFromGroup(username, group) {
      await send(new AdminRemoveUserFromGroupCommand(membership(username, group)));
    },

    async listGroups({ limit, token }) {
      const { Groups, NextToken } = await send(
        new ListGroupsCommand({ UserPoolId: userPoolId, Limit: limit, NextToken: token }),
      );
      return { items: (Groups ?? []).map(toPoolGroup), nextToken: NextToken };
    },

    async createGroup(group) {
      const startedAt = now().getTime();
      const create = async (): Promise<PoolGroup> => {
        const command = new CreateGroupCommand({ ...named(group.name), ...settings(group) });
        return toPoolGroup((await send(command)).Group ?? { GroupName: group.name });
      };
      return create().catch(async (error: unknown) => {
        if (!isOutcomeUnknown(error)) throw error;
        return create().catch(async (second: unknown) => {
          const existing = hasCode(second, 'group_exists') && (await findGroup(group.name));
          if (!existing || !isOurs(existing, group, startedAt)) throw second;
          return existing;
        });
      });
    },

    async updateGroup(group) {
      const { Group } = await send(
        new UpdateGroupCommand({ ...named(group.name), ...settings(group) }),
      );
      return toPoolGroup(Group ?? { GroupName: group.name });
    },

    async deleteGroup(name) {
      await unlessDoneBefore('group_not_found', () => send(new DeleteGroupCommand(named(name))));
    },

    async listGroupMembers({ group, limit, token }) {
      if (!isGroupName.test(group)) {
        throw notFound('group_not_found', 'There is no group of this name in this pool.');
      }
      const { Users, NextToken } = await send(
        new ListUsersInGroupCommand({ ...named(group), Limit: limit, NextToken: token }),
      );
      return { items: (Users ?? []).map(toPoolUser), nextToken: NextToken };
    },
  };
}

/** The service refuses an empty role, so it counts as left out. */
function settings(group: GroupSettings): Partial<CreateGroupCommandInput> {
  return {
    Description: group.description,
    Precedence: group.precedence,
    RoleArn: group.roleArn || undefined,
  };
}

/** Made since we began, and just as we asked for. */
function isOurs(existing: PoolGroup, wanted: GroupSettings, startedAt: number): boolean {
  return (
    existing.createdAt.getTime() >= startedAt - clockDifference &&
    existing.description === (wanted.description ?? '') &&
    existing.precedence === wanted.precedence &&
    existing.roleArn === (wanted.roleArn ?? '')
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof PoolkeeperError && error.code === code;
}
