import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { UserPoolClient } from '../clients/client.ts';
import type { SandboxContext } from '../context.ts';
import { tracksDevices } from '../devices/device.ts';
import type { UserPool } from '../pools/pool.ts';
import { findByKey } from '../users/store.ts';
import { notAuthorized } from '../wire/errors.ts';
import type { CallInfo } from '../wire/operation.ts';
import { issueRefreshToken, signTokens, type TokenPair } from './issue.ts';
import type { SigningKey } from './jwt/signing-key.ts';
import {
  findFamily,
  isRefreshTokenUsable,
  retireRefreshToken,
  type TokenFamily,
  updateLastActive,
} from './store.ts';

const RefreshTokenBody = Type.Object({ jti: Type.String(), originJti: Type.String() });

/** Reads a refresh token and its family; undefined for anything that is not one of ours. */
export function readRefreshToken(
  context: SandboxContext,
  token: string,
): { jti: string; family: TokenFamily } | undefined {
  const body = context.secrets.open('refresh-token', token);
  if (!Value.Check(RefreshTokenBody, body)) return undefined;
  const family = findFamily(context, body.originJti);
  return family && { jti: body.jti, family };
}

/** What a refresh needs to know. */
export interface RefreshRequest {
  pool: UserPool;
  client: UserPoolClient;
  key: SigningKey;
  refreshToken: string;
  /** The device key that the caller came with. */
  deviceKey?: string;
  /** From where the call came. */
  info: Pick<CallInfo, 'ipAddress' | 'userAgent'>;
}

/** Whether a client hands out a new refresh token at every refresh. */
export function rotatesRefreshTokens(client: UserPoolClient): boolean {
  return client.settings.RefreshTokenRotation?.Feature === 'ENABLED';
}

/**
 * Whether a refresh comes with the device key that the sign-in was given. Where the pool tracks devices it is needed,
 * confirmed or not; another key is refused everywhere. Tokens of managed login have no device.
 * Source: developer guide, "Working with user devices in your user pool" (DEVICE_KEY in REFRESH_TOKEN_AUTH).
 */
function isFromSameDevice(
  pool: UserPool,
  { deviceKey }: TokenFamily,
  givenKey: string | undefined,
): boolean {
  if (givenKey !== undefined) return givenKey === deviceKey;
  return deviceKey === undefined || !tracksDevices(pool);
}

/**
 * Gives new tokens for a refresh token; with rotation switched on also a new refresh token, while the old one stays
 * good for the grace period only.
 * Source: AWS, "Refresh tokens" and GetTokensFromRefreshToken.
 * @throws AwsError NotAuthorizedException
 */
export function refreshTokens(
  context: SandboxContext,
  request: RefreshRequest,
): TokenPair & { refreshToken?: string } {
  const { pool, client, key } = request;
  const given = readRefreshToken(context, request.refreshToken);
  if (given === undefined || given.family.clientKey !== client.key) {
    throw notAuthorized('Invalid Refresh Token');
  }
  const { family, jti } = given;
  if (family.isRevoked) throw notAuthorized('Refresh Token has been revoked');
  if (context.clock().getTime() >= family.refreshExpires) {
    throw notAuthorized('Refresh Token has expired');
  }
  if (!isRefreshTokenUsable(context, jti)) throw notAuthorized('Refresh Token has been revoked');
  const user = findByKey(context, family.userKey);
  if (user === undefined) throw notAuthorized('Invalid Refresh Token');
  if (!user.isEnabled) throw notAuthorized('User is disabled.');
  if (!isFromSameDevice(pool, family, request.deviceKey)) {
    throw notAuthorized('Invalid Refresh Token');
  }
  return context.database.transaction(() => {
    updateLastActive(context, family.originJti, request.info);
    const tokens = signTokens(context, { pool, client, user, key }, family);
    if (!rotatesRefreshTokens(client)) return tokens;
    const graceSeconds = client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0;
    retireRefreshToken(context, jti, context.clock().getTime() + graceSeconds * 1000);
    return { ...tokens, refreshToken: issueRefreshToken(context, family) };
  });
}
