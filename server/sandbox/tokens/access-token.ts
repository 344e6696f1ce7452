import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { UserPoolClient } from '../clients/client.ts';
import { findClient } from '../clients/store.ts';
import type { SandboxContext } from '../context.ts';
import { issuerOf, type UserPool } from '../pools/pool.ts';
import { findPool } from '../pools/store.ts';
import { findByKey } from '../users/store.ts';
import type { User } from '../users/user.ts';
import { notAuthorized, userNotFound } from '../wire/errors.ts';
import { selfServiceScope } from './issue.ts';
import { readClaims, verifyJwt } from './jwt/jwt.ts';
import { getSigningKey } from './pool-keys.ts';
import { findFamily, findFamilyByEvent, type TokenFamily } from './store.ts';

const AccessClaims = Type.Object({
  iss: Type.String(),
  sub: Type.String(),
  client_id: Type.String(),
  token_use: Type.Literal('access'),
  event_id: Type.String(),
  origin_jti: Type.Optional(Type.String()),
  exp: Type.Integer(),
  scope: Type.String(),
});

/** Who calls with an access token. */
export interface Bearer {
  pool: UserPool;
  client: UserPoolClient;
  user: User;
  family: TokenFamily;
}

/**
 * Verifies an access token: signature, kind, issuer, expiry, revocation, and that its user still exists and is
 * enabled.
 * @param requiredScope self-service operations need `aws.cognito.signin.user.admin`
 * @throws AwsError NotAuthorizedException, or UserNotFoundException when the user was deleted
 */
export async function verifyAccessToken(
  context: SandboxContext,
  token: string,
  requiredScope: string = selfServiceScope,
): Promise<Bearer> {
  const { pool, claims } = await verifiedClaims(context, token);
  if (context.clock().getTime() >= claims.exp * 1000) {
    throw notAuthorized('Access Token has expired');
  }
  const family =
    claims.origin_jti === undefined
      ? findFamilyByEvent(context, claims.event_id)
      : findFamily(context, claims.origin_jti);
  const client = findClient(context, claims.client_id);
  if (family === undefined) throw userNotFound();
  if (family.isRevoked || client === undefined) {
    throw notAuthorized('Access Token has been revoked');
  }
  const user = findByKey(context, family.userKey);
  if (user === undefined || user.sub !== claims.sub) throw userNotFound();
  if (!user.isEnabled) throw notAuthorized('User is disabled.');
  if (!claims.scope.split(' ').includes(requiredScope)) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  return { pool, client, user, family };
}

async function verifiedClaims(
  context: SandboxContext,
  token: string,
): Promise<{ pool: UserPool; claims: Static<typeof AccessClaims> }> {
  const issuer = String(readClaims(token)?.iss ?? '');
  const pool = findPool(context, issuer.slice(issuer.lastIndexOf('/') + 1));
  if (pool === undefined || issuer !== issuerOf(context, pool.id)) {
    throw notAuthorized('Invalid Access Token');
  }
  const claims = verifyJwt(token, await getSigningKey(context, pool));
  if (!Value.Check(AccessClaims, claims)) throw notAuthorized('Invalid Access Token');
  return { pool, claims };
}
