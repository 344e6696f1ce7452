import { PoolkeeperError } from '../../errors.ts';

/** What the users of an application read where operators read of the console, by the code. */
const sentences: Readonly<Record<string, string>> = {
  sign_in_failed:
    'The username or the password is not right, or the account cannot sign in now. If you have not confirmed your account yet, or your password was reset, do that first.',
  challenge_not_supported:
    'This account asks for a sign-in step that this application cannot do. Use another way to sign in.',
  sign_in_misconfigured:
    "The application's app client cannot be used to sign in this way. Ask the people who run the application to check its settings in the pool.",
  user_not_confirmed: 'Confirm your account with the code you were sent, then sign in.',
  password_reset_required:
    'Your password was reset. Set a new one with the code you were sent, then sign in.',
  temporary_password_expired:
    'Your temporary password has expired. Ask for a new invitation, then sign in.',
  device_refused:
    'The pool does not remember this device any more. Remove its key from the application, then sign in again.',
};

/**
 * The error as an application's users see it. A challenge that the pool does not know any more has the
 * code of its handle.
 */
export function forUsers(error: unknown): unknown {
  if (!(error instanceof PoolkeeperError)) return error;
  const { status, fields, cause, retryAfter } = error;
  const isOver = error.code === 'challenge_expired';
  const code = isOver ? 'handle_expired' : error.code;
  const publicMessage = isOver
    ? 'That took too long, or there were too many wrong answers. Sign in again.'
    : sentences[code];
  if (publicMessage === undefined) return error;
  const rest = { fields, cause, ...(retryAfter !== undefined && { retryAfter }) };
  return new PoolkeeperError({ code, status, publicMessage, ...rest });
}
