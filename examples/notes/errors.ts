import { ClientError } from '../../client/src/index.ts';

/** Codes of a session that has ended at the pool, such as after a sign-out everywhere. */
const overCodes: ReadonlySet<string> = new Set([
  'not_signed_in',
  'session_ended',
  'token_refused',
  'token_revoked',
]);

/** Whether an error says that the user has to sign in again. */
export function isOver(error: unknown): error is ClientError {
  return error instanceof ClientError && overCodes.has(error.code);
}

/**
 * The error that a form is shown again with.
 *
 * @throws the error when it is not about the form: a bug, an API that cannot be reached, a session that is over
 */
export function problemOf(error: unknown): ClientError {
  if (error instanceof ClientError && statusOf(error) < 500 && !isOver(error)) return error;
  throw error;
}

/** The HTTP status to answer an error with: what the account API or Fastify says; 500 otherwise. */
export function statusOf(error: unknown): number {
  if (error instanceof ClientError) {
    // Without an answer of the account API.
    return error.status || (error.code === 'network_error' ? 503 : 400);
  }
  const status: unknown = Object(error).statusCode;
  return typeof status === 'number' && status >= 400 ? status : 500;
}
