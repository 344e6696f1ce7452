import {
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSecretHash, createSrpSession, signSrpSession } from 'cognito-srp-helper';
import { type TestPool, testPassword } from './pool.ts';

/** What a sign-in by SRP can be told. */
export interface SrpSignIn {
  username?: string;
  password?: string;
  deviceKey?: string;
  /** Leaves the Session out, as older clients do. */
  withoutSession?: boolean;
}

/** Signs in by SRP with an independent client: InitiateAuth, then PASSWORD_VERIFIER. */
export async function signInBySrp(
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  { username = 'ada', password = testPassword, deviceKey, withoutSession }: SrpSignIn = {},
): Promise<RespondToAuthChallengeCommandOutput> {
  const session = createSrpSession(username, password, pool.userPoolId, false);
  const secretHash = (name: string): Record<string, string> =>
    pool.clientSecret === undefined
      ? {}
      : { SECRET_HASH: createSecretHash(name, pool.clientId, pool.clientSecret) };
  const device: Record<string, string> = deviceKey === undefined ? {} : { DEVICE_KEY: deviceKey };
  const begun = await cognito.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: {
        USERNAME: username,
        SRP_A: session.largeA,
        ...secretHash(username),
        ...device,
      },
    }),
  );
  const userId = begun.ChallengeParameters?.USER_ID_FOR_SRP ?? '';
  return cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: pool.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: userId,
        ...passwordClaim(session, begun.ChallengeParameters),
        ...secretHash(userId),
        ...device,
      },
      ...(withoutSession === true ? {} : { Session: begun.Session }),
    }),
  );
}

/** Computes an independent client's proof for the parameters of a PASSWORD_VERIFIER challenge. */
export function passwordClaim(
  session: ReturnType<typeof createSrpSession>,
  parameters: Record<string, string> | undefined,
): Record<string, string> {
  const signed = signSrpSession(session, { ChallengeParameters: parameters ?? {} });
  return {
    PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
    PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
    TIMESTAMP: signed.timestamp,
  };
}
