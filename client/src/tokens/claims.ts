import { ClientError } from '../errors.ts';
import { fromBase64 } from '../text/bytes.ts';

/** What a token says, by the names of RFC 7519 and of Cognito. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Reads the claims of a token without verifying it: to be shown, and not to be trusted.
 *
 * @throws ClientError `token_refused` for something that is no token
 */
export function claimsOf(token: string): Claims {
  return partOf(token, 1);
}

/** The parsed header (0) or the claims (1) of a token. */
export function partOf(token: string, index: 0 | 1): Claims {
  try {
    const text = new TextDecoder().decode(fromBase64(token.split('.')[index] ?? ''));
    const part: unknown = JSON.parse(text);
    if (typeof part === 'object' && part !== null) return { ...part };
  } catch {
    // As for a part that is no object.
  }
  throw refusedToken('invalid');
}

/** @param reason why the token is not valid */
export function refusedToken(reason: string): ClientError {
  const message = `The token is not valid (${reason}). Sign in again.`;
  return new ClientError({ code: 'token_refused', status: 401, message });
}
