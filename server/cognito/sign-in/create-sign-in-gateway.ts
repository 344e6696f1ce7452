import {
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSecretHash, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import type { OperatorPool } from '../../config/pools.ts';
import { PoolkeeperError } from '../../errors.ts';
import { type ClientOptions, createSend } from '../client.ts';
import type { SignInGateway } from '../sign-in.ts';
import { challengeNotSupported, toSignInResult, toTokens } from './result.ts';
import { toRefreshError, toSignInError } from './sign-in-errors.ts';
import { createSrp } from './srp.ts';

/**
 * Makes the sign-in of operators over the AWS SDK. None of its calls needs AWS credentials.
 *
 * Source: Cognito developer guide, "Authentication flows" and "Refresh tokens"; API reference,
 * InitiateAuth (SECRET_HASH).
 */
export function createSignInGateway(
  pool: OperatorPool,
  options: ClientOptions = {},
): SignInGateway {
  const send = createSend(pool, options);
  const srp = createSrp(pool.userPoolId);
  const { clientId, clientSecret } = pool;

  /** The proof that an app client with a secret must send beside every username. */
  const secretHash = (username: string): Record<string, string> =>
    clientSecret === undefined
      ? {}
      : { SECRET_HASH: createSecretHash(username, clientId, clientSecret) };

  const provePassword = async (
    username: string,
    password: string,
  ): ReturnType<SignInGateway['signIn']> => {
    const session = await srp.start(username, password);
    const asked = await send(
      new InitiateAuthCommand(
        wrapInitiateAuth(session, {
          ClientId: clientId,
          AuthFlow: 'USER_SRP_AUTH' as const,
          AuthParameters: { USERNAME: username, ...secretHash(username) },
        }),
      ),
    );
    if (asked.ChallengeName !== 'PASSWORD_VERIFIER') {
      throw challengeNotSupported(asked.ChallengeName);
    }
    const parameters = asked.ChallengeParameters ?? {};
    const signed = await srp.sign(session, parameters);
    const ownName = parameters.USER_ID_FOR_SRP ?? username;
    const answered = await send(
      new RespondToAuthChallengeCommand(
        wrapAuthChallenge(signed, {
          ClientId: clientId,
          ChallengeName: 'PASSWORD_VERIFIER' as const,
          Session: asked.Session,
          ChallengeResponses: { USERNAME: ownName, ...secretHash(ownName) },
        }),
      ),
    );
    return toSignInResult(answered, ownName);
  };

  return {
    async signIn(username, password) {
      try {
        return await provePassword(username, password);
      } catch (error) {
        throw toSignInError(error);
      }
    },

    async setNewPassword(challenge, newPassword, attributes) {
      const answers = Object.entries(attributes).map(([name, value]) => [
        `userAttributes.${name}`,
        value,
      ]);
      try {
        const answered = await send(
          new RespondToAuthChallengeCommand({
            ClientId: clientId,
            ChallengeName: challenge.name,
            Session: challenge.session,
            ChallengeResponses: {
              ...Object.fromEntries(answers),
              ...secretHash(challenge.username),
              USERNAME: challenge.username,
              NEW_PASSWORD: newPassword,
            },
          }),
        );
        return toSignInResult(answered, challenge.username);
      } catch (error) {
        throw toSignInError(error);
      }
    },

    async refresh(refreshToken, username) {
      try {
        const { AuthenticationResult } = await send(
          new GetTokensFromRefreshTokenCommand({
            ClientId: clientId,
            ClientSecret: clientSecret,
            RefreshToken: refreshToken,
          }),
        ).catch((error: unknown) => {
          // Emulators may lack the newer operation, which alone can rotate refresh tokens.
          if (!isUnknownOperation(error)) throw error;
          return send(
            new InitiateAuthCommand({
              ClientId: clientId,
              AuthFlow: 'REFRESH_TOKEN_AUTH',
              AuthParameters: { REFRESH_TOKEN: refreshToken, ...secretHash(username) },
            }),
          );
        });
        return toTokens(AuthenticationResult);
      } catch (error) {
        throw toRefreshError(error);
      }
    },

    async revoke(refreshToken) {
      await send(
        new RevokeTokenCommand({
          ClientId: clientId,
          ClientSecret: clientSecret,
          Token: refreshToken,
        }),
      );
    },
  };
}

function isUnknownOperation(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'not_supported_by_endpoint';
}
