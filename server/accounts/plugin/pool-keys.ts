import { FetchError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { assertIsJwks, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { safeJsonParse } from 'aws-jwt-verify/safe-json-parse';
import type { UserPool } from './options.ts';

/** Milliseconds to wait for a pool's keys. */
const longestFetch = 5000;

/** An issuer whose tokens a pool's users may bring, and where its keys are. */
export type Issuer = { readonly issuer: string; readonly jwksUri: string };

/**
 * The issuers of a pool: both of Cognito's, and the emulator's own address where there is one, which
 * then serves the keys.
 *
 * Source: Cognito developer guide, "Understanding user pool JSON web tokens", and the JWKS of an
 * `issuer-cognito-idp` address.
 */
export function issuersOf({ userPoolId, endpoint }: UserPool): readonly Issuer[] {
  const [region = ''] = userPoolId.split('_');
  const atAws = ['cognito-idp', 'issuer-cognito-idp'].map(
    (host) => `https://${host}.${region}.amazonaws.com/${userPoolId}`,
  );
  if (endpoint === undefined) return atAws.map((issuer) => ({ issuer, jwksUri: keysOf(issuer) }));
  const local = `${endpoint.replace(/\/$/, '')}/${userPoolId}`;
  return [...atAws, local].map((issuer) => ({ issuer, jwksUri: keysOf(local) }));
}

function keysOf(issuer: string): string {
  return `${issuer}/.well-known/jwks.json`;
}

/**
 * Makes the cache of the pools' keys. Keys given as JSON are all that a pool has; others are fetched
 * when a token first needs them, once for all that wait, and again for a key id that is not among them,
 * at most every ten seconds.
 *
 * @param changed called before other keys are used
 * @throws Error when keys that are given are no JSON Web Key Set
 */
export function createPoolKeys(pools: readonly UserPool[], changed: () => void): SimpleJwksCache {
  const given = new Set<string>();
  const fetchKeys = async (uri: string): Promise<ArrayBuffer> => {
    if (given.has(uri)) throw new KidNotFoundInJwksError('The configured JWKS has no such key.');
    const response = await fetch(uri, {
      redirect: 'error',
      signal: AbortSignal.timeout(longestFetch),
    }).catch((cause: unknown) => {
      throw new FetchError(uri, cause);
    });
    if (!response.ok) throw new FetchError(uri, `Status ${response.status}`);
    const keys = await response.arrayBuffer().catch((cause: unknown) => {
      throw new FetchError(uri, cause);
    });
    changed();
    return keys;
  };
  const cache = new SimpleJwksCache({ fetcher: { fetch: fetchKeys } });
  for (const pool of pools) {
    if (pool.jwks === undefined) continue;
    const jwks = safeJsonParse(JSON.stringify(pool.jwks));
    assertIsJwks(jwks);
    for (const { jwksUri } of issuersOf(pool)) {
      given.add(jwksUri);
      cache.addJwks(jwksUri, jwks);
    }
  }
  return cache;
}
