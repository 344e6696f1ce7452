import type { FastifyRequest } from 'fastify';
import { bearerToken } from '../../tokens/bearer-token.ts';
import type { CheckedOptions } from './options.ts';
import { Refusal } from './refusals.ts';
import { createTokenChecks } from './token-checks.ts';
import { type Identity, type UserTokens, userFrom } from './user.ts';

/** Seconds before the end of an access token at which it is refreshed. */
const refreshAhead = 30;

type Refreshable = UserTokens & { readonly refreshToken: string };

/**
 * Makes what finds out who a request is from. The returned function throws a Refusal: 401, or 503 when
 * the pool's keys cannot be fetched.
 */
export function createIdentify(
  options: CheckedOptions,
): (request: FastifyRequest) => Promise<Identity> {
  const checks = createTokenChecks(options);
  const { tokenUse, refresh, tokens: tokensIn = bearerTokens(tokenUse) } = options;
  const refreshing = new Map<string, Promise<UserTokens | undefined>>();

  async function identityOf(tokens: UserTokens): Promise<Identity> {
    const { accessToken, idToken } = tokens;
    const claims = await checks.check(tokenUse === 'id' ? (idToken ?? '') : accessToken);
    if (idToken === undefined) return { user: userFrom(claims), tokens };
    const idClaims = await checks.checkId(idToken);
    if (idClaims.sub !== claims.sub || idClaims.iss !== claims.iss) throw Refusal.tokenRefused();
    return { user: userFrom(claims, idClaims), tokens };
  }

  /** One refresh for all requests that bring the same refresh token. */
  async function refreshed(request: FastifyRequest, tokens: Refreshable): Promise<Identity> {
    const key = tokens.refreshToken;
    const pending =
      refreshing.get(key) ?? refresh?.(request, tokens).finally(() => refreshing.delete(key));
    if (pending !== undefined) refreshing.set(key, pending);
    const fresh = await pending;
    if (fresh === undefined) throw Refusal.tokenExpired();
    return identityOf(fresh);
  }

  return async (request) => {
    const tokens = await tokensIn(request);
    if (tokens === undefined) throw Refusal.notSignedIn();
    if (refresh === undefined || !hasRefreshToken(tokens)) return identityOf(tokens);
    const identity = await identityOf(tokens).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'token_expired') return undefined;
      throw error;
    });
    if (identity !== undefined && secondsLeft(identity) >= refreshAhead) return identity;
    return refreshed(request, tokens).catch((error: unknown) => {
      const isStillGood = identity !== undefined && secondsLeft(identity) > 0;
      // The pool could not be asked: the tokens serve until they end.
      if (isStillGood && !(error instanceof Refusal)) return identity;
      throw error;
    });
  };
}

function secondsLeft({ user: { claims, idClaims } }: Identity): number {
  return Math.min(claims.exp, idClaims?.exp ?? claims.exp) - Date.now() / 1000;
}

function hasRefreshToken(tokens: UserTokens): tokens is Refreshable {
  return tokens.refreshToken !== undefined;
}

/** The token of `Authorization: Bearer`. Another scheme is no token; a header that cannot be read is refused. */
function bearerTokens(
  tokenUse: 'access' | 'id',
): (request: FastifyRequest) => UserTokens | undefined {
  return ({ headers: { authorization } }) => {
    if (authorization === undefined || !/^Bearer(\s|$)/i.test(authorization)) return undefined;
    const token = bearerToken(authorization);
    if (token === undefined) throw Refusal.tokenRefused();
    return tokenUse === 'id' ? { accessToken: '', idToken: token } : { accessToken: token };
  };
}
