import type { UserPoolClient } from '../../clients/client.ts';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { getPoolByKey } from '../../pools/store.ts';
import { signTokens, startFamily, type TokenPair } from '../../tokens/issue.ts';
import type { SigningKey } from '../../tokens/jwt/signing-key.ts';
import { getSigningKey } from '../../tokens/pool-keys.ts';
import { refreshTokens } from '../../tokens/refresh.ts';
import { revokeFamily } from '../../tokens/store.ts';
import { findByKey } from '../../users/store.ts';
import { AwsError } from '../../wire/errors.ts';
import type { HttpReply, HttpRequest, HttpRoute } from '../../wire/route.ts';
import { authenticateClient } from '../client-authentication.ts';
import { findGrant, markExchanged, type StoredGrant } from '../code-store.ts';
import { readForm } from '../form-body.ts';
import { jsonReply, oauthError } from '../json-reply.ts';
import { verifyCodeChallenge } from '../pkce.ts';

/** Who asks for tokens, and how. */
interface TokenCall {
  pool: UserPool;
  client: UserPoolClient;
  key: SigningKey;
  form: URLSearchParams;
  info: { ipAddress: string; userAgent: string };
}

/** `/oauth2/token`: tokens for an authorization code or a refresh token. */
export const tokenRoute: HttpRoute = {
  method: 'POST',
  path: '/oauth2/token',
  maximumBodyBytes: 64 * 1024,
  async handle(context, request) {
    const form = readForm(request);
    if (form === undefined) return oauthError('invalid_request', 'The body must be a form.');
    const client = authenticateClient(context, request, form);
    if (client === undefined) return oauthError('invalid_client');
    const pool = getPoolByKey(context, client.poolKey);
    const key = await getSigningKey(context, pool);
    const call = { pool, client, key, form, info: infoOf(request) };
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return exchangeCode(context, call);
      case 'refresh_token':
        return refresh(context, call);
      case null:
        return oauthError('invalid_request', 'grant_type is missing.');
      default:
        return oauthError('unsupported_grant_type');
    }
  },
};

function exchangeCode(context: SandboxContext, call: TokenCall): HttpReply {
  const { pool, client, key, form, info } = call;
  const code = form.get('code');
  if (code === null) return oauthError('invalid_request', 'code is missing.');
  const grant = findGrant(context, code);
  if (grant?.originJti !== undefined) {
    // Somebody else may have the code: what it was exchanged for is not to be trusted (RFC 6749, 4.1.2).
    revokeFamily(context, grant.originJti);
    return oauthError('invalid_grant');
  }
  const user = grant && findByKey(context, grant.userKey);
  if (grant === undefined || user?.isEnabled !== true || !isGrantFor(grant, client, form)) {
    return oauthError('invalid_grant');
  }
  return context.database.transaction(() => {
    const parties = { pool, client, user, key };
    const { family, refreshToken } = startFamily(context, parties, {
      eventId: grant.eventId,
      scope: grant.scope,
      authTime: grant.authTime,
      info,
      browserSession: grant.browserSession,
    });
    markExchanged(context, code, family.originJti);
    return tokenReply(signTokens(context, parties, family, grant.nonce), refreshToken);
  });
}

/** Whether a code was given to this client, for this return address, and the PKCE verifier is the right one. */
function isGrantFor(grant: StoredGrant, client: UserPoolClient, form: URLSearchParams): boolean {
  if (grant.clientKey !== client.key || form.get('redirect_uri') !== grant.redirectUri)
    return false;
  const verifier = form.get('code_verifier');
  if (grant.codeChallenge === undefined) return verifier === null;
  return verifier !== null && verifyCodeChallenge(verifier, grant.codeChallenge);
}

function refresh(context: SandboxContext, call: TokenCall): HttpReply {
  const { pool, client, key, form, info } = call;
  const refreshToken = form.get('refresh_token');
  if (refreshToken === null) return oauthError('invalid_request', 'refresh_token is missing.');
  try {
    const tokens = refreshTokens(context, { pool, client, key, refreshToken, info });
    return tokenReply(tokens, tokens.refreshToken);
  } catch (error) {
    if (error instanceof AwsError) return oauthError('invalid_grant');
    throw error;
  }
}

function tokenReply(tokens: TokenPair, refreshToken: string | undefined): HttpReply {
  return jsonReply({
    ...(tokens.idToken === undefined ? {} : { id_token: tokens.idToken }),
    access_token: tokens.accessToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    expires_in: tokens.expiresIn,
    token_type: 'Bearer',
  });
}

function infoOf({ ipAddress, headers }: HttpRequest): TokenCall['info'] {
  return { ipAddress, userAgent: (headers['user-agent'] ?? '').toString() };
}
