import { hash } from 'node:crypto';
import type { Claims } from './user.ts';

/** Entries; the oldest makes room. About 2 MB at most. */
const mostTokens = 2000;

/** Claims of tokens that were verified, by their exact text. */
export type VerifiedTokens = {
  get(token: string): Claims | undefined;
  set(token: string, claims: Claims): void;
  clear(): void;
};

/**
 * Makes a cache of verified tokens, so that a signature is verified once and not with each request.
 *
 * A token counts only by the SHA-256 of all of it, until it expires; the cache keeps no token, and
 * is to be cleared whenever the pool's keys may have changed.
 *
 * @param now seconds since 1970, less the tolerance
 */
export function createVerifiedTokens(now: () => number): VerifiedTokens {
  const claimsByHash = new Map<string, Claims>();
  return {
    get(token) {
      const key = hash('sha256', token);
      const claims = claimsByHash.get(key);
      if (claims === undefined || claims.exp >= now()) return claims;
      claimsByHash.delete(key);
      return undefined;
    },
    set(token, claims) {
      if (claimsByHash.size >= mostTokens) {
        for (const oldest of claimsByHash.keys()) {
          claimsByHash.delete(oldest);
          break;
        }
      }
      claimsByHash.set(hash('sha256', token), claims);
    },
    clear: () => claimsByHash.clear(),
  };
}
