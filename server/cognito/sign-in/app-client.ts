import { createHmac } from 'node:crypto';
import {
  AdminRespondToAuthChallengeCommand,
  type ChallengeNameType,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SignInPool } from '../../config/pools.ts';
import type { Send } from '../client.ts';
import type { DeviceInSignIn } from '../sign-in.ts';
import type { AuthAnswer } from './result.ts';

/** An answer to a challenge, without what every answer has. */
export type Response = {
  readonly name: ChallengeNameType;
  readonly session: string | undefined;
  readonly username: string;
  readonly device?: DeviceInSignIn | undefined;
  /** Members of ChallengeResponses beside the username, its hash and the device. */
  readonly answers: Readonly<Record<string, string>>;
};

/** An app client that people sign in with. */
export interface AppClient {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly userPoolId: string;
  readonly send: Send;
  /** The proof that a client with a secret must send beside every username; undefined without one. */
  secretHash(username: string): string | undefined;
  /** USERNAME, and beside it what the client and the device add. */
  named(username: string, device: DeviceInSignIn | undefined): Record<string, string>;
  /** RespondToAuthChallenge. */
  respond(response: Response): Promise<AuthAnswer>;
}

/**
 * Makes the app client over one way to the pool's API.
 *
 * @param isAdmin answers challenges by AdminRespondToAuthChallenge, which needs IAM rights
 *
 * Source: API reference, InitiateAuth and RespondToAuthChallenge (SECRET_HASH, DEVICE_KEY).
 */
export function createAppClient(pool: SignInPool, send: Send, isAdmin = false): AppClient {
  const { clientId, clientSecret, userPoolId } = pool;
  const secretHash = (username: string): string | undefined =>
    clientSecret === undefined
      ? undefined
      : createHmac('sha256', clientSecret).update(`${username}${clientId}`).digest('base64');
  const named = (username: string, device: DeviceInSignIn | undefined): Record<string, string> => {
    const hash = secretHash(username);
    return {
      USERNAME: username,
      ...(hash === undefined ? {} : { SECRET_HASH: hash }),
      ...(device === undefined ? {} : { DEVICE_KEY: device.key }),
    };
  };
  return {
    clientId,
    clientSecret,
    userPoolId,
    send,
    secretHash,
    named,
    respond({ name, session, username, device, answers }) {
      const input = {
        ClientId: clientId,
        ChallengeName: name,
        Session: session,
        ChallengeResponses: { ...answers, ...named(username, device) },
      };
      return isAdmin
        ? send(new AdminRespondToAuthChallengeCommand({ ...input, UserPoolId: userPoolId }))
        : send(new RespondToAuthChallengeCommand(input));
    },
  };
}
