import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestPool } from '../sandbox/sign-in/pool.ts';

/** What administrators do to the users of a test's pool. */
export function peopleOfPool(
  cognito: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId }: TestPool,
) {
  return {
    async addToGroup(Username: string, GroupName: string): Promise<void> {
      await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }));
      await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username }));
    },
    async signOut(Username: string): Promise<void> {
      await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
    },
    async disable(Username: string): Promise<void> {
      await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    },
  };
}
