import type { CognitoAccessTokenPayload, CognitoIdTokenPayload } from 'aws-jwt-verify/jwt-model';
import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusals.ts';

/** The claims of a verified token; `token_use` says which of the two it is. */
export type Claims = CognitoAccessTokenPayload | CognitoIdTokenPayload;

/** The tokens of one sign-in, as the application keeps them. */
export type UserTokens = {
  readonly accessToken: string;
  readonly idToken?: string | undefined;
  readonly refreshToken?: string | undefined;
};

/** Who a request is from, by verified tokens only. */
export type User = {
  /** Never changes and is never given to another user: the key for the application's own data. */
  readonly sub: string;
  readonly username: string;
  /** Of the claim `cognito:groups`; empty for a member of no group. */
  readonly groups: readonly string[];
  /** Of the claim `scope`; empty for an ID token, which has none. */
  readonly scopes: readonly string[];
  /** Of the token that was required, an access token unless the option `tokenUse` is `id`. */
  readonly claims: Claims;
  /** Of the ID token beside it, where the application keeps both. */
  readonly idClaims: CognitoIdTokenPayload | undefined;
};

/** What is known of a request once its tokens are verified. */
export type Identity = {
  readonly user: User;
  readonly tokens: UserTokens;
};

const identities = new WeakMap<FastifyRequest, Identity>();

/** Remembers who a request is from. Apart from the request itself, so that no log prints a token. */
export function rememberIdentity(request: FastifyRequest, identity: Identity): void {
  identities.set(request, identity);
}

/** Who a request is from, if that is known by now. */
export function knownIdentity(request: FastifyRequest): Identity | undefined {
  return identities.get(request);
}

/**
 * The user of a request on a route with `requireUser`, `requireGroup` or `requireScope`.
 *
 * @throws Refusal 401 `not_signed_in` on a route without one of them
 */
export function userOf(request: FastifyRequest): User {
  return identityOf(request).user;
}

/**
 * The tokens of such a request, after a refresh where one was due. For calls in the user's name.
 *
 * @throws Refusal 401 `not_signed_in` on a route without `requireUser`
 */
export function tokensOf(request: FastifyRequest): UserTokens {
  return identityOf(request).tokens;
}

function identityOf(request: FastifyRequest): Identity {
  const identity = identities.get(request);
  if (identity === undefined) throw Refusal.notSignedIn();
  return identity;
}

/** Makes the user of verified claims; groups and scopes count as whole members only. */
export function userFrom(claims: Claims, idClaims?: CognitoIdTokenPayload): User {
  const groups: unknown = claims['cognito:groups'];
  return {
    sub: claims.sub,
    username: claims.token_use === 'access' ? claims.username : claims['cognito:username'],
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
    scopes: claims.token_use === 'access' ? scopesIn(claims.scope) : [],
    claims,
    idClaims,
  };
}

function scopesIn(claim: unknown): readonly string[] {
  return typeof claim === 'string' ? claim.split(' ').filter(Boolean) : [];
}
