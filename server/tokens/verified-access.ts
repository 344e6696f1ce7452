import { hash } from 'node:crypto';
import type { Bearer, TokenVerifier } from './token-verifier.ts';

/** Entries; the oldest makes room. */
const mostTokens = 1000;

/**
 * The same verifier, which verifies the signature of an access token once and not with each request. A
 * token counts by the SHA-256 of all of it until it expires; no token is kept.
 *
 * @param now the clock
 */
export function withVerifiedTokens(
  verifier: Pick<TokenVerifier, 'verifyAccess'>,
  now: () => Date,
): Pick<TokenVerifier, 'verifyAccess'> {
  const verified = new Map<string, Bearer>();
  return {
    async verifyAccess(accessToken) {
      const key = hash('sha256', accessToken);
      const known = verified.get(key);
      if (known !== undefined && now() < known.expiresAt) return known;
      verified.delete(key);
      const bearer = await verifier.verifyAccess(accessToken);
      const oldest = verified.keys().next();
      if (verified.size >= mostTokens && !oldest.done) verified.delete(oldest.value);
      verified.set(key, bearer);
      return bearer;
    },
  };
}
