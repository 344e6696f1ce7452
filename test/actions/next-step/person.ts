import {
  AssociateSoftwareTokenCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { TestConsole } from '../../helpers/console.ts';
import { Authenticator } from '../../sandbox/mfa/authenticator.ts';

const Messages = Type.Object({
  messages: Type.Array(
    Type.Object({ destination: Type.String(), secret: Type.Optional(Type.String()) }),
  ),
});

/** What a person does at a sign-in page of their own application. */
export function personAt(running: TestConsole) {
  const { cognito, sandbox } = running;
  const ClientId = sandbox.clientId;
  const signIn = (username: string, password: string) =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    );
  return {
    signIn,
    /** Fails with the error's name, or answers `tokens` or the challenge's name. */
    async outcome(username: string, password: string): Promise<string> {
      try {
        const { ChallengeName, AuthenticationResult } = await signIn(username, password);
        return AuthenticationResult?.AccessToken ? 'tokens' : (ChallengeName ?? 'nothing');
      } catch (error) {
        return error instanceof Error ? error.name : String(error);
      }
    },
    /** Whether a refresh token still brings new tokens; from its device, where the pool tracks them. */
    canRefresh: (RefreshToken: string | undefined, DeviceKey?: string): Promise<boolean> =>
      cognito
        .send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, DeviceKey }))
        .then(
          () => true,
          () => false,
        ),
    forgotPassword: (username: string) =>
      cognito.send(new ForgotPasswordCommand({ ClientId, Username: username })),
    /** The code or temporary password of the latest message to an address. */
    async secretSentTo(address: string): Promise<string> {
      const reply = await fetch(`${sandbox.endpoint}/sandbox/outbox.json`);
      const { messages } = Value.Parse(Messages, await reply.json());
      return messages.find(({ destination }) => destination === address)?.secret ?? '';
    },
    async choosePassword(username: string, code: string, Password: string): Promise<void> {
      const answer = { ClientId, Username: username, ConfirmationCode: code, Password };
      await cognito.send(new ConfirmForgotPasswordCommand(answer));
    },
    /** Answers the first sign-in of somebody who was invited. */
    async firstSignIn(username: string, temporary: string, password: string): Promise<string> {
      const { Session, ChallengeName } = await signIn(username, temporary);
      if (ChallengeName !== 'NEW_PASSWORD_REQUIRED') return ChallengeName ?? 'nothing';
      const answer = await cognito.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME: username, NEW_PASSWORD: password },
        }),
      );
      return answer.AuthenticationResult?.AccessToken ? 'tokens' : 'nothing';
    },
    async setUpAuthenticator(username: string, password: string): Promise<Authenticator> {
      const { AuthenticationResult } = await signIn(username, password);
      const AccessToken = AuthenticationResult?.AccessToken;
      const { SecretCode } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
      const authenticator = new Authenticator(SecretCode);
      const UserCode = authenticator.codeAt(new Date());
      await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
      const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
      await cognito.send(
        new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }),
      );
      return authenticator;
    },
  };
}
