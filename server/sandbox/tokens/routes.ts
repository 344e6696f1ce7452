import type { SandboxContext } from '../context.ts';
import { issuerOf, type UserPool } from '../pools/pool.ts';
import { findPool } from '../pools/store.ts';
import type { HttpReply, HttpRoute } from '../wire/route.ts';
import { jwksOf } from './pool-keys.ts';

/** What anybody may read about a pool's tokens: its public keys and its OpenID Connect endpoints. */
export const tokenRoutes: readonly HttpRoute[] = [
  {
    method: 'GET',
    path: '/:pool/.well-known/jwks.json',
    handle: (context, { parameters }) =>
      ofPool(context, parameters.pool, (pool) => jwksOf(context, pool)),
  },
  {
    method: 'GET',
    path: '/:pool/.well-known/openid-configuration',
    handle: (context, { parameters }) =>
      ofPool(context, parameters.pool, (pool) => discoveryDocument(context, pool)),
  },
];

async function ofPool(
  context: SandboxContext,
  userPoolId: string | undefined,
  answer: (pool: UserPool) => object | Promise<object>,
): Promise<HttpReply> {
  const pool = findPool(context, userPoolId ?? '');
  const body = pool === undefined ? { message: 'User pool not found.' } : await answer(pool);
  return {
    status: pool === undefined ? 404 : 200,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': pool === undefined ? 'no-store' : 'public, max-age=86400',
      'Access-Control-Allow-Origin': '*',
    },
    body: JSON.stringify(body),
  };
}

/**
 * The discovery document, as Cognito publishes it: the issuer is that of the tokens, and the endpoints are the
 * sandbox's own. Source: OpenID Connect Discovery 1.0, section 3.
 */
function discoveryDocument(context: SandboxContext, pool: UserPool): object {
  const { endpoint } = context;
  return {
    authorization_endpoint: `${endpoint}/oauth2/authorize`,
    end_session_endpoint: `${endpoint}/logout`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf(context, pool.id),
    jwks_uri: `${endpoint}/${pool.id}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    revocation_endpoint: `${endpoint}/oauth2/revoke`,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: `${endpoint}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: `${endpoint}/oauth2/userInfo`,
  };
}
