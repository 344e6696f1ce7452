import { CognitoJwtVerifier } from 'aws-jwt-verify';
import {
  FetchError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import { assertIsJwks, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { safeJsonParse } from 'aws-jwt-verify/safe-json-parse';
import { isEmulator } from '../cognito/emulator.ts';
import type { IssuedTokens } from '../cognito/sign-in.ts';
import type { SignInPool } from '../config/pools.ts';
import { PoolkeeperError } from '../errors.ts';

/** Who a pair of verified tokens speaks of. */
export type Identity = {
  readonly sub: string;
  readonly username: string;
  /** The e-mail address, or the username where the pool knows none. */
  readonly displayName: string;
  /** The `cognito:groups` claim as it came; undefined for a member of no group. */
  readonly groups: unknown;
  /** When the first of the two tokens ends. */
  readonly expiresAt: Date;
  /** When the person signed in, as the pool remembers it; 1970 when the pool does not say. */
  readonly signedInAt: Date;
};

/** Who an access token speaks of, when it comes without an ID token. */
export type Bearer = Omit<Identity, 'displayName'> & {
  /** The same for all tokens of one sign-in. */
  readonly origin: string;
  /** Everything that the token says. */
  readonly claims: Readonly<Record<string, unknown>>;
};

/**
 * Seconds by which this machine's clock may differ from the pool's: so long a token is still good
 * after its end, and already good before its beginning.
 */
export const clockTolerance = 30;

export interface TokenVerifier {
  /**
   * Verifies signature, issuer, client, kind and expiry of both tokens, and that they speak of the
   * same person.
   *
   * @throws PoolkeeperError `token_refused` (401), or `pool_unreachable` (503) when the pool's keys
   * cannot be fetched
   *
   * Source: Cognito developer guide, "Verifying JSON web tokens".
   */
  verify(tokens: Pick<IssuedTokens, 'idToken' | 'accessToken'>): Promise<Identity>;
  /** Verifies an access token alone; throws as `verify` does. */
  verifyAccess(accessToken: string): Promise<Bearer>;
  /** Verifies an ID token alone and answers its claims; throws as `verify` does. */
  verifyId(idToken: string): Promise<Readonly<Record<string, unknown>>>;
  /** Fetches the keys ahead of the first token. @throws Error when they cannot be had now */
  preloadKeys(): Promise<void>;
}

/**
 * Makes the verifier for the tokens of an app client, and of others of the same pool. Keys come from the configured JWKS, which
 * then is all there is, or are fetched when a token first needs them, and kept.
 *
 * @throws Error when the configured JWKS is not one
 */
export function createTokenVerifier(
  pool: SignInPool,
  otherClientIds: readonly string[] = [],
): TokenVerifier {
  const { userPoolId, clientId } = pool;
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: fetcherOf(pool) } });
  const expected = {
    userPoolId,
    clientId: [clientId, ...otherClientIds],
    graceSeconds: clockTolerance,
    customJwtCheck: checkExpiry,
  };
  const idTokens = CognitoJwtVerifier.create({ ...expected, tokenUse: 'id' }, { jwksCache });
  const accessTokens = CognitoJwtVerifier.create(
    { ...expected, tokenUse: 'access' },
    { jwksCache },
  );
  if (pool.jwks !== undefined) {
    const jwks = safeJsonParse(JSON.stringify(pool.jwks));
    assertIsJwks(jwks);
    // Both read the one cache.
    idTokens.cacheJwks(jwks);
  }

  return {
    async verify({ idToken, accessToken }) {
      try {
        const [id, access] = await Promise.all([
          idTokens.verify(idToken),
          accessTokens.verify(accessToken),
        ]);
        const isOnePerson = id.sub === access.sub && id['cognito:username'] === access.username;
        if (!isOnePerson || !access.sub || !access.username) {
          throw new Error('The two tokens do not speak of one person.');
        }
        return {
          sub: access.sub,
          username: access.username,
          displayName: typeof id.email === 'string' && id.email ? id.email : access.username,
          groups: access['cognito:groups'],
          expiresAt: new Date(Math.min(id.exp, access.exp) * 1000),
          signedInAt: new Date((id.auth_time ?? 0) * 1000),
        };
      } catch (error) {
        throw refusal(error);
      }
    },

    async verifyAccess(accessToken) {
      try {
        const claims = await accessTokens.verify(accessToken);
        const { sub, username, exp, auth_time, origin_jti } = claims;
        if (!sub || !username) throw new Error('The token speaks of nobody.');
        return {
          sub,
          username,
          groups: claims['cognito:groups'],
          expiresAt: new Date(exp * 1000),
          signedInAt: new Date((auth_time ?? 0) * 1000),
          origin: typeof origin_jti === 'string' ? origin_jti : claims.jti,
          claims,
        };
      } catch (error) {
        throw refusal(error);
      }
    },

    async verifyId(idToken) {
      try {
        return await idTokens.verify(idToken);
      } catch (error) {
        throw refusal(error);
      }
    },

    async preloadKeys() {
      if (pool.jwks !== undefined) return;
      const uris = [
        undefined,
        `https://issuer-cognito-idp.${pool.region}.amazonaws.com/${userPoolId}`,
      ].map((issuer) => CognitoJwtVerifier.parseUserPoolId(userPoolId, issuer).jwksUri);
      // Which of its two issuers a pool uses shows with the first token; one of them may not answer.
      await Promise.any(uris.map((uri) => jwksCache.getJwks(uri)));
    },
  };
}

/** The library accepts a token without the claim. @throws Error for one that never expires */
function checkExpiry({ payload }: { readonly payload: { readonly exp?: unknown } }): void {
  if (typeof payload.exp !== 'number') throw new Error('The token does not say when it expires.');
}

/** How keys are fetched; with a JWKS in the configuration they are not. */
function fetcherOf(pool: SignInPool): (uri: string) => Promise<ArrayBuffer> {
  return async (uri) => {
    if (pool.jwks !== undefined) {
      throw new KidNotFoundInJwksError('The configured JWKS has no such key.');
    }
    const address = isEmulator(pool)
      ? `${pool.endpoint.replace(/\/$/, '')}/${pool.userPoolId}/.well-known/jwks.json`
      : uri;
    const response = await fetch(address, {
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    }).catch((cause: unknown) => {
      throw new FetchError(address, cause);
    });
    if (!response.ok) throw new FetchError(address, `Status ${response.status}`);
    return response.arrayBuffer();
  };
}

function refusal(error: unknown): PoolkeeperError {
  if (error instanceof FetchError || error instanceof WaitPeriodNotYetEndedJwkError) {
    return new PoolkeeperError({
      code: 'pool_unreachable',
      status: 503,
      publicMessage:
        "The user pool's keys could not be fetched, so nobody can be signed in. Try again in a moment.",
      cause: error,
      retryAfter: 10,
    });
  }
  return new PoolkeeperError({
    code: 'token_refused',
    status: 401,
    publicMessage:
      'The user pool issued tokens that this console does not accept. Ask whoever runs it to check USER_POOL_ID and CLIENT_ID.',
    cause: error,
  });
}
