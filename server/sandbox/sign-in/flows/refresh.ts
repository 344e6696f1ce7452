import type { SandboxContext } from '../../context.ts';
import type { SigningKey } from '../../tokens/jwt/signing-key.ts';
import { readRefreshToken, refreshTokens, rotatesRefreshTokens } from '../../tokens/refresh.ts';
import { findByKey } from '../../users/store.ts';
import { invalidParameter } from '../../wire/errors.ts';
import type { SignInAnswer } from '../answer.ts';
import type { Caller } from '../client/caller.ts';
import { checkSecretHash } from '../client/client-secret.ts';
import { type Answers, required } from '../required.ts';

/**
 * REFRESH_TOKEN_AUTH: new access and ID tokens for a refresh token, which itself stays the same. A client with
 * rotation has to use GetTokensFromRefreshToken.
 * @throws AwsError
 */
export function signInWithRefreshToken(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  key: SigningKey,
): SignInAnswer {
  const { pool, client, info } = caller;
  const refreshToken = required(answers, 'REFRESH_TOKEN');
  if (rotatesRefreshTokens(client)) {
    throw invalidParameter('REFRESH_TOKEN_AUTH is not supported with refresh token rotation.');
  }
  checkRefreshSecretHash(context, caller, refreshToken, answers);
  const deviceKey = answers.DEVICE_KEY;
  const tokens = refreshTokens(context, {
    pool,
    client,
    key,
    refreshToken,
    info,
    ...(deviceKey === undefined ? {} : { deviceKey }),
  });
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: tokens.accessToken,
      ExpiresIn: tokens.expiresIn,
      TokenType: 'Bearer',
      ...(tokens.idToken === undefined ? {} : { IdToken: tokens.idToken }),
    },
  };
}

/** The hash is made of the username or sub of the token's user. An invalid token is refused as such, later. */
function checkRefreshSecretHash(
  context: SandboxContext,
  { client }: Caller,
  refreshToken: string,
  answers: Answers,
): void {
  const family = readRefreshToken(context, refreshToken)?.family;
  const user = family && findByKey(context, family.userKey);
  if (user !== undefined) {
    checkSecretHash(client, answers.SECRET_HASH, [user.username, user.sub]);
  }
}
