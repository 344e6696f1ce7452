import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { PoolkeeperError } from '../errors.ts';

/** What a person is told whose way through managed login did not end with tokens. */
export function toManagedLoginError(error: unknown): PoolkeeperError {
  if (isUnreachable(error)) {
    return new PoolkeeperError({
      code: 'managed_login_unreachable',
      status: 503,
      publicMessage: 'The pages of the user pool did not answer. Try again in a moment.',
      cause: error,
      retryAfter: 10,
    });
  }
  return new PoolkeeperError({
    code: 'managed_login_refused',
    status: 401,
    publicMessage:
      'That sign-in was given up, took too long or was not begun in this browser. Sign in again.',
    cause: error,
  });
}

/** A wrong state, nonce or code is told by the client or the server; anything else is the network's. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof AuthorizationResponseError) return false;
  if (error instanceof ResponseBodyError) return error.status >= 500;
  if (!(error instanceof ClientError)) return true;
  return error.code === 'OAUTH_TIMEOUT';
}
