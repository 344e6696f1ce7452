import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { DeviceInSignIn } from '../sign-in.ts';
import type { AppClient } from './app-client.ts';
import type { Follow } from './follow.ts';
import { type AuthAnswer, challengeNotSupported } from './result.ts';
import { isDeviceRefused, toSignInError, toUnprovenError } from './sign-in-errors.ts';
import type { Srp } from './srp/srp.ts';
import type { StepwiseSignIn } from './stepwise/types.ts';

/** What the pool answered to the right password. */
type Proven = {
  readonly answered: AuthAnswer;
  /** The username as the pool calls it. */
  readonly ownName: string;
  readonly device: DeviceInSignIn | undefined;
};

/**
 * Signing in with username and password by SRP.
 *
 * Source: Cognito developer guide, "Authentication flows" (USER_SRP_AUTH).
 */
export function passwordSignIn(
  client: AppClient,
  srp: Srp,
  follow: Follow,
): Pick<StepwiseSignIn, 'signIn'> {
  const prove = async (
    username: string,
    password: string,
    owner: string,
    device: DeviceInSignIn | undefined,
  ): Promise<Proven> => {
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
    return { answered, ownName, device };
  };

  /** A device that the pool has forgotten is left out. */
  const proveWithout = async (
    username: string,
    password: string,
    owner: string,
    device: DeviceInSignIn | undefined,
  ): Promise<Proven> => {
    try {
      return await prove(username, password, owner, device);
    } catch (error) {
      if (device !== undefined && isDeviceRefused(error)) {
        return prove(username, password, owner, undefined);
      }
      throw error;
    }
  };

  const signIn: StepwiseSignIn['signIn'] = async (username, password, device, owner = username) => {
    const proven = await proveWithout(username, password, owner, device).catch((error: unknown) => {
      throw toUnprovenError(error);
    });
    try {
      return await follow(proven.answered, proven.ownName, proven.device);
    } catch (error) {
      // The device proves itself after the password.
      if (proven.device === undefined || !isDeviceRefused(error)) throw toSignInError(error);
      return signIn(username, password, undefined, owner);
    }
  };
  return { signIn };
}
