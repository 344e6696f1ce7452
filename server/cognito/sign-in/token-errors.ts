import { type ErrorDescription, errorNameOf } from '../errors.ts';
import { byRules, messageOf, misconfigured, type Rule } from './sign-in-errors.ts';

const anything = /(?:)/;

const sessionEnded: ErrorDescription = {
  code: 'session_ended',
  status: 401,
  publicMessage: 'Your session has ended. Sign in again.',
};

/** Errors after which a refresh token will not work again. */
const refreshRules: readonly Rule[] = [
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
  'RefreshTokenReuseException',
].map((error) => ({ error, message: anything, shown: sessionEnded }));

/** `session_ended` when the tokens cannot be refreshed any more; other errors stay as they are. */
export function toRefreshError(error: unknown): unknown {
  return byRules(error, refreshRules);
}

/** Sources: API reference, RevokeToken; RFC 7009, 2.2. */
const revokeRules: readonly Rule[] = [
  { error: 'UnauthorizedException', message: /secret/i, shown: misconfigured },
  {
    error: 'UnsupportedTokenTypeException',
    message: anything,
    shown: {
      code: 'not_a_refresh_token',
      status: 422,
      publicMessage: 'This is no refresh token. Send the refresh token of the sign-in.',
      fields: { refreshToken: 'This is no refresh token. Send the one of the sign-in.' },
    },
  },
];

/** True for a token that is not valid, of another app client, or was never issued. */
export function isNothingToRevoke(error: unknown): boolean {
  const name = errorNameOf(error);
  const isAboutToken =
    name === 'InvalidParameterException' ||
    name === 'NotAuthorizedException' ||
    name === 'UnauthorizedException';
  return isAboutToken && !/secret/i.test(messageOf(error));
}

/** What a program is told whose refresh token could not be revoked. */
export function toRevokeError(error: unknown): unknown {
  return byRules(error, revokeRules);
}

/** Without the scope for its own account, as after managed login, a token can still be valid. */
export function isScopeMissing(error: unknown): boolean {
  return errorNameOf(error) === 'NotAuthorizedException' && /scope/i.test(messageOf(error));
}

const refusals: ReadonlySet<string> = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
]);

/** True when the pool does not take an access token any more. Source: API reference, GetUser. */
export function isTokenRefused(error: unknown): boolean {
  return refusals.has(errorNameOf(error)) && !isScopeMissing(error);
}
