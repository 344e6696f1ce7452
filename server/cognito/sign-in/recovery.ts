import {
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SignInGateway } from '../sign-in.ts';
import type { AppClient } from './app-client.ts';
import { isAboutTheAccount, toRecoveryError } from './recovery-errors.ts';

/**
 * Setting a new password with a code, by somebody who is not signed in.
 *
 * Source: API reference, ForgotPassword and ConfirmForgotPassword.
 */
export function passwordRecovery(
  client: AppClient,
): Pick<SignInGateway, 'sendResetCode' | 'resetPassword'> {
  const named = (username: string) => ({
    ClientId: client.clientId,
    Username: username,
    SecretHash: client.secretHash(username),
  });
  return {
    async sendResetCode(username) {
      try {
        await client.send(new ForgotPasswordCommand(named(username)));
      } catch (error) {
        if (!isAboutTheAccount(error)) throw toRecoveryError(error);
      }
    },
    async resetPassword(username, code, newPassword) {
      try {
        await client.send(
          new ConfirmForgotPasswordCommand({
            ...named(username),
            ConfirmationCode: code,
            Password: newPassword,
          }),
        );
      } catch (error) {
        throw toRecoveryError(error);
      }
    },
  };
}
