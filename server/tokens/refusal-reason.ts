import {
  CognitoJwtInvalidClientIdError,
  JwtExpiredError,
  KidNotFoundInJwksError,
  ParameterValidationError,
} from 'aws-jwt-verify/error';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { PoolkeeperError } from '../errors.ts';

export const refusedTokenReasons = ['expired', 'foreign', 'invalid'] as const;

/** Why a token is not accepted: it is over, of another pool or app client, or no proper token. */
export type RefusedTokenReason = (typeof refusedTokenReasons)[number];

/**
 * The reason of a `token_refused` of the verifier; undefined for any other error. The signature is
 * checked before the claims: an expired token was the pool's own.
 */
export function refusalReason(error: unknown): RefusedTokenReason | undefined {
  if (!(error instanceof PoolkeeperError) || error.code !== 'token_refused') return undefined;
  const { cause } = error;
  if (cause instanceof JwtExpiredError) return 'expired';
  const isForeign =
    // What a token of another issuer than the pool's two is refused with.
    (cause instanceof ParameterValidationError && cause.message.startsWith('issuer ')) ||
    cause instanceof CognitoJwtInvalidClientIdError ||
    cause instanceof KidNotFoundInJwksError;
  return isForeign ? 'foreign' : 'invalid';
}

/** Whom a token speaks of; only for one whose signature was found right, such as an expired one. */
export function subOf(token: string): string | undefined {
  return decomposeUnverifiedJwt(token).payload.sub;
}
