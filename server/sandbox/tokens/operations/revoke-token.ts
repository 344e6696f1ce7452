import { Type } from '@sinclair/typebox';
import type { UserPoolClient } from '../../clients/client.ts';
import { getClient } from '../../clients/store.ts';
import type { SandboxContext } from '../../context.ts';
import { areSecretsEqual } from '../../sign-in/client/secret-hash.ts';
import { AwsError, invalidParameter } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ClientId } from '../../wire/shapes.ts';
import { readClaims } from '../jwt/jwt.ts';
import { readRefreshToken } from '../refresh.ts';
import { revokeFamily } from '../store.ts';

/** RevokeToken: ends a refresh token and every access token that came from it. */
export const revokeToken = defineOperation({
  name: 'RevokeToken',
  category: 'UserToken',
  access: 'public',
  input: Type.Object({
    Token: Type.String(),
    ClientId,
    ClientSecret: Type.Optional(Type.String()),
  }),
  run(context, { Token, ClientId: clientId, ClientSecret }) {
    const client = getClient(context, clientId);
    if (!isClientSecretRight(client, ClientSecret)) {
      throw new AwsError('UnauthorizedException', 'Invalid client secret.');
    }
    revokeRefreshToken(context, client, Token);
    return {};
  },
});

/** Whether a client without a secret gave none, or one with a secret the right one. */
export function isClientSecretRight(client: UserPoolClient, given: string | undefined): boolean {
  if (client.secret === undefined) return given === undefined;
  return given !== undefined && areSecretsEqual(given, client.secret);
}

/**
 * Revokes the family of a refresh token; one revoked already stays so.
 * @throws AwsError UnsupportedOperationException when the client has revocation switched off,
 * UnsupportedTokenTypeException for an access or ID token, InvalidParameterException for no token of this client
 */
export function revokeRefreshToken(
  context: SandboxContext,
  client: UserPoolClient,
  token: string,
): void {
  if (client.settings.EnableTokenRevocation === false) {
    throw new AwsError(
      'UnsupportedOperationException',
      'Token revocation is not enabled for this client.',
    );
  }
  if (readClaims(token) !== undefined) {
    throw new AwsError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
  }
  const given = readRefreshToken(context, token);
  if (given === undefined || given.family.clientKey !== client.key) {
    throw invalidParameter('Invalid refresh token.');
  }
  revokeFamily(context, given.family.originJti);
}
