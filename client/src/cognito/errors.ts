import { ClientError, hasCode, sessionEnded } from '../errors.ts';

/** One answer for a wrong password and for a username that has no account. */
export function toSignInError(error: unknown): unknown {
  if (!hasCode(error, 'not_authorized', 'user_not_found')) return error;
  if (/attempts exceeded/i.test(error.message)) return recoded(error, 'too_many_attempts', 429);
  if (/temporary password/i.test(error.message)) {
    return recoded(error, 'temporary_password_expired', 403);
  }
  return new ClientError({
    code: 'sign_in_failed',
    status: 401,
    message: 'Username or password are not right. Check both, then try again.',
  });
}

/** What an answer to a challenge was refused for. */
export function toChallengeError(error: unknown): unknown {
  if (hasCode(error, 'not_authorized') && /session|not known/i.test(error.message)) {
    return new ClientError({
      code: 'challenge_expired',
      status: 401,
      message: 'That took too long or was answered already. Sign in again to continue.',
    });
  }
  return toSignInError(error);
}

/** True for a refusal of the device whose key was sent along. */
export function isAboutDeviceIn(error: unknown, deviceKey: string | undefined): boolean {
  return deviceKey !== undefined && error instanceof ClientError && /device/i.test(error.message);
}

/** For a remembered device that the pool has forgotten, or that could not prove itself. */
export function toDeviceError(error: unknown): unknown {
  if (!hasCode(error, 'not_authorized', 'resource_not_found', 'user_not_found')) return error;
  return recoded(error, 'device_refused', 401);
}

/** `session_ended` when the refresh token is no longer valid. */
export function toRefreshError(error: unknown): unknown {
  const isOver = hasCode(
    error,
    'not_authorized',
    'user_not_found',
    'user_not_confirmed',
    'password_reset_required',
    'refresh_token_reuse',
  );
  return isOver ? sessionEnded() : error;
}

/** `token_refused` for an access token that is over or was revoked; the rest stays. */
export function toTokenError(error: unknown): unknown {
  const isRefused = hasCode(error, 'not_authorized') && /access token/i.test(error.message);
  return isRefused ? recoded(error, 'token_refused', 401) : error;
}

function recoded({ message }: ClientError, code: string, status: number): ClientError {
  return new ClientError({ code, status, message });
}
