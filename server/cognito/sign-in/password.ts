import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Device, SignInGateway, SignInResult } from '../sign-in.ts';
import type { AppClient } from './app-client.ts';
import type { Follow } from './follow.ts';
import { challengeNotSupported } from './result.ts';
import { isDeviceRefused, toSignInError } from './sign-in-errors.ts';
import type { Srp } from './srp/srp.ts';

/**
 * Signing in with username and password by SRP.
 *
 * Source: Cognito developer guide, "Authentication flows" (USER_SRP_AUTH).
 */
export function passwordSignIn(
  client: AppClient,
  srp: Srp,
  follow: Follow,
): Pick<SignInGateway, 'signIn'> {
  const prove = async (
    username: string,
    password: string,
    owner: string,
    device: Device | undefined,
  ): Promise<SignInResult> => {
    const session = await srp.start(username, password, owner);
    const asked = await client.send(
      new InitiateAuthCommand({
        ClientId: client.clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { ...client.named(username, device), SRP_A: session.largeA },
      }),
    );
    if (asked.ChallengeName !== 'PASSWORD_VERIFIER') {
      throw challengeNotSupported(asked.ChallengeName);
    }
    const parameters = asked.ChallengeParameters ?? {};
    const answers = await srp.prove(session, parameters, owner);
    const ownName = parameters.USER_ID_FOR_SRP ?? username;
    const answered = await client.respond({
      name: 'PASSWORD_VERIFIER',
      session: asked.Session,
      username: ownName,
      device,
      answers,
    });
    return follow(answered, ownName, device);
  };

  return {
    async signIn(username, password, device, owner = username) {
      try {
        return await prove(username, password, owner, device).catch((error: unknown) => {
          if (device === undefined || !isDeviceRefused(error)) throw error;
          return prove(username, password, owner, undefined);
        });
      } catch (error) {
        throw toSignInError(error);
      }
    },
  };
}
