import {
  AdminInitiateAuthCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { errorNameOf } from '../../errors.ts';
import type { AppClient } from '../app-client.ts';
import type { Follow } from '../follow.ts';
import { isDeviceRefused } from '../sign-in-errors.ts';
import { toStartError } from './step-errors.ts';
import type { StepwiseSignIn } from './types.ts';

/**
 * The beginnings of a sign-in beside SRP by this process.
 *
 * Source: Cognito developer guide, "Authentication flows"; API reference, InitiateAuth and
 * AdminInitiateAuth.
 */
export function startOperations(
  client: AppClient,
  follow: Follow,
  isAdmin: boolean,
): Pick<StepwiseSignIn, 'signInWithPlainPassword' | 'startSrp' | 'startChoice'> {
  const { clientId, userPoolId, send, named } = client;

  const signInWithPlainPassword: StepwiseSignIn['signInWithPlainPassword'] = async (
    username,
    password,
    device,
  ) => {
    const AuthParameters = { ...named(username, device), PASSWORD: password };
    const input = { ClientId: clientId, AuthParameters };
    try {
      const answer = isAdmin
        ? await send(
            new AdminInitiateAuthCommand({
              ...input,
              UserPoolId: userPoolId,
              AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
            }),
          )
        : await send(new InitiateAuthCommand({ ...input, AuthFlow: 'USER_PASSWORD_AUTH' }));
      return await follow(answer, username, device);
    } catch (error) {
      if (device === undefined || !isDeviceRefused(error)) throw toStartError(error);
      return signInWithPlainPassword(username, password, undefined);
    }
  };

  return {
    signInWithPlainPassword,

    async startSrp(username, srpA, device) {
      try {
        const answer = await send(
          new InitiateAuthCommand({
            ClientId: clientId,
            AuthFlow: 'USER_SRP_AUTH',
            AuthParameters: { ...named(username, device), SRP_A: srpA },
          }),
        );
        return await follow(answer, username, device);
      } catch (error) {
        throw unlessUnknown(error);
      }
    },

    async startChoice(username, preferred) {
      try {
        const answer = await send(
          new InitiateAuthCommand({
            ClientId: clientId,
            AuthFlow: 'USER_AUTH',
            AuthParameters: {
              ...named(username, undefined),
              ...(preferred === undefined ? {} : { PREFERRED_CHALLENGE: preferred }),
            },
          }),
        );
        return await follow(answer, username, undefined);
      } catch (error) {
        throw unlessUnknown(error);
      }
    },
  };
}

/** The caller hides that there is no such user, in the way of the operation. */
function unlessUnknown(error: unknown): unknown {
  return errorNameOf(error) === 'UserNotFoundException' ? error : toStartError(error);
}
