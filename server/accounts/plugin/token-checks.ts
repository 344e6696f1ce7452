import { JwtVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import {
  FetchError,
  JwksNotAvailableInCacheError,
  JwksValidationError,
  JwtExpiredError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import type {
  CognitoAccessTokenPayload,
  CognitoIdTokenPayload,
  JwtPayload,
} from 'aws-jwt-verify/jwt-model';
import type { CheckedOptions } from './options.ts';
import { createPoolKeys, issuersOf } from './pool-keys.ts';
import { Refusal } from './refusals.ts';
import type { Claims } from './user.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

/** Verifies tokens of the configured pools; throws a Refusal 401, or 503 when keys cannot be fetched. */
export type TokenChecks = {
  /** A token of the kind that the option `tokenUse` names. */
  check(token: string): Promise<Claims>;
  /** An ID token, whatever `tokenUse` says. */
  checkId(token: string): Promise<CognitoIdTokenPayload>;
};

/**
 * Makes the checks of tokens: signature by a key of the issuer's own pool (RS256 only), issuer, app
 * client, kind, and expiry within the tolerance.
 *
 * Source: Cognito developer guide, "Verifying JSON web tokens".
 *
 * @throws Error when a configured JWKS is not one
 */
export function createTokenChecks({
  pools,
  tokenUse,
  clockTolerance,
}: Pick<CheckedOptions, 'pools' | 'tokenUse' | 'clockTolerance'>): TokenChecks {
  const verified = createVerifiedTokens(() => Date.now() / 1000 - clockTolerance);
  const jwksCache = createPoolKeys(pools, () => verified.clear());
  const verifier = JwtVerifier.create(
    pools.flatMap((pool) =>
      issuersOf(pool).map((issuer) => ({
        ...issuer,
        // Cognito names the app client in different claims of the two kinds: checked below.
        audience: null,
        graceSeconds: clockTolerance,
        customJwtCheck({ header, payload }: { header: { alg?: string }; payload: JwtPayload }) {
          if (header.alg !== 'RS256') throw new Error('Cognito signs by RS256 only.');
          if (payload.exp === undefined) throw new Error('A token without an end.');
          const clientId = [pool.clientId].flat();
          validateCognitoJwtFields(payload, { clientId, tokenUse: null });
        },
      })),
    ),
    { jwksCache },
  );

  async function verify(token: string): Promise<Claims> {
    const known = verified.get(token);
    if (known !== undefined) return known;
    const claims = await verifySignature(token).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (!isAccess(claims) && !isId(claims)) throw Refusal.tokenRefused();
    verified.set(token, claims);
    return claims;
  }

  /** Without waiting for anything once the keys are there. */
  async function verifySignature(token: string): Promise<JwtPayload> {
    try {
      return verifier.verifySync(token);
    } catch (error) {
      const needsKeys =
        error instanceof JwksNotAvailableInCacheError || error instanceof KidNotFoundInJwksError;
      if (!needsKeys) throw error;
      return verifier.verify(token);
    }
  }

  return {
    async check(token) {
      const claims = await verify(token);
      if (claims.token_use !== tokenUse) throw Refusal.tokenRefused();
      return claims;
    },
    async checkId(token) {
      const claims = await verify(token);
      if (claims.token_use !== 'id') throw Refusal.tokenRefused();
      return claims;
    },
  };
}

function isAccess(payload: JwtPayload): payload is CognitoAccessTokenPayload {
  return payload.token_use === 'access' && isText(payload.sub) && isText(payload.username);
}

function isId(payload: JwtPayload): payload is CognitoIdTokenPayload {
  return payload.token_use === 'id' && isText(payload.sub) && isText(payload['cognito:username']);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof JwtExpiredError) return Refusal.tokenExpired(error);
  const isUnreachable = [FetchError, JwksValidationError, WaitPeriodNotYetEndedJwkError].some(
    (kind) => error instanceof kind,
  );
  return isUnreachable ? Refusal.poolUnreachable(error) : Refusal.tokenRefused(error);
}
