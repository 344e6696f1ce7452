import { createSrpSession, signSrpSession, signSrpSessionWithDevice } from 'cognito-srp-helper';
import type { Device } from '../../../server/cognito/sign-in.ts';

/** A challenge with the pool's half of an SRP exchange. */
export type ProofChallenge = {
  readonly srpB: string;
  readonly salt: string;
  readonly secretBlock: string;
  readonly userIdForSrp?: string;
  readonly deviceKey?: string;
};

/** A user's own device that does SRP by itself, with an independent implementation. */
export function srpClient(password: string, userPoolId: string) {
  const session = createSrpSession('', password, userPoolId, false);
  const parametersOf = (challenge: ProofChallenge): Record<string, string> => ({
    SRP_B: challenge.srpB,
    SALT: challenge.salt,
    SECRET_BLOCK: challenge.secretBlock,
    USER_ID_FOR_SRP: challenge.userIdForSrp ?? '',
    ...(challenge.deviceKey !== undefined && { DEVICE_KEY: challenge.deviceKey }),
  });
  return {
    srpA: session.largeA,
    /** The answer to PASSWORD_VERIFIER. */
    prove(challenge: ProofChallenge): { signature: string; timestamp: string } {
      const signed = signSrpSession(session, { ChallengeParameters: parametersOf(challenge) });
      return { signature: signed.passwordSignature, timestamp: signed.timestamp };
    },
    /** The answer to DEVICE_PASSWORD_VERIFIER. */
    proveDevice(
      challenge: ProofChallenge,
      { groupKey, password: devicePassword }: Device,
    ): { signature: string; timestamp: string } {
      const signed = signSrpSessionWithDevice(
        session,
        { ChallengeParameters: parametersOf(challenge) },
        groupKey,
        devicePassword,
      );
      return { signature: signed.passwordSignature, timestamp: signed.timestamp };
    },
  };
}
