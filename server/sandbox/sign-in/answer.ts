import type { SandboxContext } from '../context.ts';
import { deviceGroupKey, newDeviceKey, tracksDevices } from '../devices/device.ts';
import { selfServiceScope, signTokens, startFamily } from '../tokens/issue.ts';
import type { SigningKey } from '../tokens/jwt/signing-key.ts';
import { findByKey } from '../users/store.ts';
import type { Caller } from './client/caller.ts';
import { invalidSession } from './refusals.ts';
import type { StepResult } from './result.ts';
import type { SignInAttempt } from './session/session.ts';

/** The tokens of an answer. Source: API reference, AuthenticationResultType. */
export interface AuthenticationResult {
  AccessToken: string;
  ExpiresIn: number;
  TokenType: 'Bearer';
  RefreshToken?: string;
  IdToken?: string;
  NewDeviceMetadata?: { DeviceKey: string; DeviceGroupKey: string };
}

/** What InitiateAuth and RespondToAuthChallenge answer. */
export interface SignInAnswer {
  ChallengeName?: string;
  Session?: string;
  ChallengeParameters: Readonly<Record<string, string>>;
  AvailableChallenges?: readonly string[];
  AuthenticationResult?: AuthenticationResult;
}

/** Turns the outcome of a step into the operation's answer; a completed sign-in is given its tokens. */
export function toAnswer(
  context: SandboxContext,
  caller: Caller,
  key: SigningKey,
  result: StepResult,
): SignInAnswer {
  if (result.kind === 'challenge') {
    return {
      ChallengeName: result.name,
      Session: result.session,
      ChallengeParameters: result.parameters,
      ...(result.available === undefined ? {} : { AvailableChallenges: result.available }),
    };
  }
  return context.database.transaction(() => signedIn(context, caller, key, result.attempt));
}

function signedIn(
  context: SandboxContext,
  caller: Caller,
  key: SigningKey,
  attempt: SignInAttempt,
): SignInAnswer {
  const user = findByKey(context, attempt.userKey);
  if (user === undefined) throw invalidSession();
  const isNewDevice = attempt.deviceKey === undefined && tracksDevices(caller.pool);
  const deviceKey = isNewDevice ? newDeviceKey(context, caller.pool) : attempt.deviceKey;
  const parties = { pool: caller.pool, client: caller.client, user, key };
  const { family, refreshToken } = startFamily(context, parties, {
    eventId: attempt.eventId,
    scope: selfServiceScope,
    info: caller.info,
    ...(deviceKey === undefined ? {} : { deviceKey }),
  });
  const tokens = signTokens(context, parties, family);
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: tokens.accessToken,
      ExpiresIn: tokens.expiresIn,
      TokenType: 'Bearer',
      RefreshToken: refreshToken,
      ...(tokens.idToken === undefined ? {} : { IdToken: tokens.idToken }),
      ...(isNewDevice && deviceKey !== undefined
        ? {
            NewDeviceMetadata: {
              DeviceKey: deviceKey,
              DeviceGroupKey: deviceGroupKey(context, caller.pool, user),
            },
          }
        : {}),
    },
  };
}
