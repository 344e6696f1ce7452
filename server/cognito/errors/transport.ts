import type { ErrorDescription } from '../errors.ts';

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Operations that change nothing, so that a lost answer is no question. */
const isRead = (operation: string): boolean =>
  /^(List|Describe|Get|Admin(List|Get))/.test(operation);

/**
 * Describes an error that is no answer of the service: nothing came back, or nothing in time.
 *
 * @returns undefined when it is something else
 */
export function describeTransportError(
  error: unknown,
  operation: string,
): ErrorDescription | undefined {
  if (!isTransportError(error)) return undefined;
  return {
    code: 'pool_unreachable',
    status: 503,
    publicMessage: isRead(operation)
      ? 'The user pool could not be reached. Try again in a moment.'
      : 'The user pool did not answer, so it is not known whether this was done. Look at the present state before you repeat it.',
    retryAfter: 5,
  };
}

function isTransportError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  if ('code' in error && typeof error.code === 'string' && unreachableCodes.has(error.code)) {
    return true;
  }
  // Several addresses of one host that all failed, or a wrapper around the socket's error.
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return inner.some(isTransportError);
}
