import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  type AdminGetUserCommandOutput,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { operatorPassword, type TestConsole } from './console.ts';

/** Makes users in the sandbox behind the console's back, and looks at them there. */
export function peopleOf({ cognito, sandbox }: TestConsole) {
  const UserPoolId = sandbox.userPoolId;
  const create = async (
    attributes: Record<string, string> = {},
    username = `user-${randomUUID().slice(0, 8)}`,
  ): Promise<string> => {
    const given = { email: `${username}@example.com`, email_verified: 'true', ...attributes };
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: username,
        MessageAction: 'SUPPRESS',
        TemporaryPassword: operatorPassword,
        UserAttributes: listOf(given),
      }),
    );
    return username;
  };
  return {
    /** In FORCE_CHANGE_PASSWORD, e-mail verified unless said otherwise. */
    invited: create,
    async confirmed(attributes: Record<string, string> = {}, username?: string): Promise<string> {
      const name = await create(attributes, username);
      await cognito.send(
        new AdminSetUserPasswordCommand({
          UserPoolId,
          Username: name,
          Password: operatorPassword,
          Permanent: true,
        }),
      );
      return name;
    },
    async unconfirmed(attributes: Record<string, string> = {}): Promise<string> {
      const username = `user-${randomUUID().slice(0, 8)}`;
      await cognito.send(
        new SignUpCommand({
          ClientId: sandbox.clientId,
          Username: username,
          Password: operatorPassword,
          UserAttributes: listOf({ email: `${username}@example.com`, ...attributes }),
        }),
      );
      return username;
    },
    /** Seeded users of a status that no operation gives, such as those of other providers. */
    async seeded(status: string): Promise<string[]> {
      const { Users = [] } = await cognito.send(
        new ListUsersCommand({ UserPoolId, Filter: `cognito:user_status = "${status}"` }),
      );
      return Users.filter(({ Enabled }) => Enabled).map(({ Username = '' }) => Username);
    },
    async remove(username: string): Promise<void> {
      await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: username }));
    },
    async disable(username: string): Promise<void> {
      await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: username }));
    },
    async addToGroup(username: string, group: string): Promise<void> {
      await cognito.send(
        new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName: group }),
      );
    },
    get: (username: string): Promise<AdminGetUserCommandOutput> =>
      cognito.send(new AdminGetUserCommand({ UserPoolId, Username: username })),
    async attributes(username: string): Promise<Record<string, string>> {
      const { UserAttributes = [] } = await cognito.send(
        new AdminGetUserCommand({ UserPoolId, Username: username }),
      );
      return Object.fromEntries(UserAttributes.map(({ Name = '', Value = '' }) => [Name, Value]));
    },
    async groups(username: string): Promise<string[]> {
      const { Groups = [] } = await cognito.send(
        new AdminListGroupsForUserCommand({ UserPoolId, Username: username }),
      );
      return Groups.map(({ GroupName = '' }) => GroupName);
    },
  };
}

/** As the service takes attributes; empty ones are left out. */
function listOf(attributes: Record<string, string>): { Name: string; Value: string }[] {
  return Object.entries(attributes)
    .filter(([, Value]) => Value !== '')
    .map(([Name, Value]) => ({ Name, Value }));
}
