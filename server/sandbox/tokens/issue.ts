import { hash } from 'node:crypto';
import type { UserPoolClient } from '../clients/client.ts';
import type { SandboxContext } from '../context.ts';
import { listGroupsOfUser } from '../groups/membership-store.ts';
import { issuerOf, type UserPool } from '../pools/pool.ts';
import { randomUuid } from '../random.ts';
import type { User } from '../users/user.ts';
import type { CallInfo } from '../wire/operation.ts';
import { canClientRead } from './client-attributes.ts';
import {
  accessTokenClaims,
  idTokenClaims,
  type TokenFrame,
  type TokenSubject,
} from './jwt/claims.ts';
import { signJwt } from './jwt/jwt.ts';
import { tokenLifetimes } from './jwt/lifetimes.ts';
import type { SigningKey } from './jwt/signing-key.ts';
import { isGranted } from './scopes.ts';
import { evictOldSessions } from './sessions/evict.ts';
import { insertFamily, insertRefreshToken, type TokenFamily } from './store.ts';

/** The scope of tokens that come from the API and not from managed login: everything a user may do for himself. */
export const selfServiceScope = 'aws.cognito.signin.user.admin';

/** Whose tokens, from which client, signed with which key. */
export interface TokenParties {
  pool: UserPool;
  client: UserPoolClient;
  user: User;
  key: SigningKey;
}

/** A sign-in that has come to its end. */
export interface CompletedSignIn {
  eventId: string;
  /** Scopes separated by spaces. */
  scope: string;
  deviceKey?: string;
  /** When the person signed in, if that was before now: a managed-login session. Seconds since 1970. */
  authTime?: number;
  /** From where it was made. */
  info: Pick<CallInfo, 'ipAddress' | 'userAgent'>;
  /** The managed-login session that it came through. */
  browserSession?: string;
}

/** Signed tokens and how long they live. */
export interface TokenPair {
  accessToken: string;
  /** Absent when the scopes do not include openid. */
  idToken?: string;
  /** Seconds that the access token lives. */
  expiresIn: number;
}

/** Starts a family of tokens for a completed sign-in. Call it in the transaction that completes the sign-in. */
export function startFamily(
  context: SandboxContext,
  { pool, client, user }: TokenParties,
  signIn: CompletedSignIn,
): { family: TokenFamily; refreshToken: string } {
  const now = context.clock().getTime();
  const lifetimes = tokenLifetimes(client.settings);
  const family: TokenFamily = {
    originJti: randomUuid(context.random),
    userKey: user.key,
    clientKey: client.key,
    eventId: signIn.eventId,
    ...(signIn.deviceKey === undefined ? {} : { deviceKey: signIn.deviceKey }),
    scope: signIn.scope,
    authTime: signIn.authTime ?? Math.floor(now / 1000),
    refreshExpires: now + lifetimes.refresh * 1000,
    forgottenAfter: now + (lifetimes.refresh + Math.max(lifetimes.access, lifetimes.id)) * 1000,
    isRevoked: false,
    created: now,
    lastActive: now,
    ipAddress: signIn.info.ipAddress,
    userAgent: signIn.info.userAgent,
    ...(signIn.browserSession === undefined ? {} : { browserSession: signIn.browserSession }),
  };
  insertFamily(context, family);
  evictOldSessions(context, pool, user);
  return { family, refreshToken: issueRefreshToken(context, family) };
}

/** Adds a refresh token to a family and returns it: an opaque string, sealed with a key of the sandbox. */
export function issueRefreshToken(context: SandboxContext, family: TokenFamily): string {
  const jti = randomUuid(context.random);
  insertRefreshToken(context, jti, family.originJti);
  return context.secrets.seal('refresh-token', { jti, originJti: family.originJti });
}

/**
 * Signs an access token and an ID token of a family. Tokens that come through managed login have an ID token only
 * with the scope openid, and in it only the attributes that the scopes grant.
 * @param nonce of the authorization request
 */
export function signTokens(
  context: SandboxContext,
  { pool, client, user, key }: TokenParties,
  family: TokenFamily,
  nonce?: string,
): TokenPair {
  const issuedAt = Math.floor(context.clock().getTime() / 1000);
  const lifetimes = tokenLifetimes(client.settings);
  const subject = tokenSubject(context, user);
  const isManagedLogin = family.browserSession !== undefined;
  const scopes = family.scope.split(' ');
  const frame = (lifetime: number): TokenFrame => ({
    issuer: issuerOf(context, pool.id),
    clientId: client.id,
    eventId: family.eventId,
    ...(client.settings.EnableTokenRevocation === false
      ? {}
      : { originJti: family.originJti, jti: randomUuid(context.random) }),
    authTime: family.authTime,
    issuedAt,
    expiresAt: issuedAt + lifetime,
  });
  const { scope, deviceKey } = family;
  const accessToken = signJwt(
    accessTokenClaims(subject, frame(lifetimes.access), {
      scope,
      isManagedLogin,
      ...(deviceKey === undefined ? {} : { deviceKey }),
    }),
    key,
  );
  if (isManagedLogin && !scopes.includes('openid')) {
    return { accessToken, expiresIn: lifetimes.access };
  }
  const idToken = signJwt(
    idTokenClaims(subject, frame(lifetimes.id), {
      canRead: (attribute) =>
        canClientRead(client, attribute) && (!isManagedLogin || isGranted(scopes, attribute)),
      ...(nonce === undefined ? {} : { nonce }),
      ...(isManagedLogin ? { accessTokenHash: accessTokenHash(accessToken) } : {}),
    }),
    key,
  );
  return { accessToken, idToken, expiresIn: lifetimes.access };
}

/** The at_hash claim: the left half of the access token's hash. Source: OpenID Connect Core 1.0, 3.1.3.6. */
function accessTokenHash(accessToken: string): string {
  return hash('sha256', accessToken, 'buffer').subarray(0, 16).toString('base64url');
}

function tokenSubject(context: SandboxContext, user: User): TokenSubject {
  return {
    sub: user.sub,
    username: user.username,
    attributes: user.attributes,
    groups: listGroupsOfUser(context, user),
  };
}
