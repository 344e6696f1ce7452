import {
  ChangePasswordCommand,
  DeleteUserCommand,
  GlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Send } from '../client.ts';
import type { SelfServiceGateway } from '../self-service.ts';
import { toPasswordError, translate } from './errors.ts';

type AccountOperations = Pick<
  SelfServiceGateway,
  'changePassword' | 'signOutEverywhere' | 'deleteUser'
>;

/** The part of self-service that is about the account as a whole. */
export function accountOperations(send: Send): AccountOperations {
  return {
    async changePassword(AccessToken, PreviousPassword, ProposedPassword) {
      const change = { AccessToken, PreviousPassword, ProposedPassword };
      await send(new ChangePasswordCommand(change)).catch((error: unknown) => {
        throw toPasswordError(error);
      });
    },
    async signOutEverywhere(AccessToken) {
      await translate(send(new GlobalSignOutCommand({ AccessToken })));
    },
    async deleteUser(AccessToken) {
      await translate(send(new DeleteUserCommand({ AccessToken })));
    },
  };
}
