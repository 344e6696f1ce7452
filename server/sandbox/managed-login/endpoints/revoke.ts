import { readClaims } from '../../tokens/jwt/jwt.ts';
import { revokeRefreshToken } from '../../tokens/operations/revoke-token.ts';
import { readRefreshToken } from '../../tokens/refresh.ts';
import { AwsError } from '../../wire/errors.ts';
import type { HttpRoute } from '../../wire/route.ts';
import { authenticateClient } from '../client-authentication.ts';
import { readForm } from '../form-body.ts';
import { jsonReply, oauthError } from '../json-reply.ts';

const oauthErrors: Readonly<Record<string, string>> = {
  UnsupportedTokenTypeException: 'unsupported_token_type',
  UnsupportedOperationException: 'invalid_request',
  InvalidParameterException: 'invalid_request',
};

/**
 * `/oauth2/revoke`: ends a refresh token and the access tokens that came from it. A token that nobody knows needs no
 * ending, and is answered as if it had been ended (RFC 7009, section 2.2).
 */
export const revokeRoute: HttpRoute = {
  method: 'POST',
  path: '/oauth2/revoke',
  maximumBodyBytes: 64 * 1024,
  handle(context, request) {
    const form = readForm(request);
    if (form === undefined) return oauthError('invalid_request', 'The body must be a form.');
    const client = authenticateClient(context, request, form);
    if (client === undefined) return oauthError('invalid_client');
    const token = form.get('token');
    if (!token) return oauthError('invalid_request', 'token is missing.');
    const isKnown =
      readClaims(token) !== undefined || readRefreshToken(context, token) !== undefined;
    try {
      if (isKnown) revokeRefreshToken(context, client, token);
      return jsonReply({});
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return oauthError(oauthErrors[error.type] ?? 'invalid_request');
    }
  },
};
