import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/**
 * Computes the SECRET_HASH of a client with a secret: base64 of HMAC-SHA256 over username and
 * client id. Source: AWS, "Computing secret hash values".
 */
export function computeSecretHash(
  username: string,
  clientId: string,
  clientSecret: string,
): string {
  return createHmac('sha256', clientSecret).update(`${username}${clientId}`).digest('base64');
}

/** Tells in constant time whether a secret hash is the right one for any of the usernames. */
export function isSecretHashValid(
  given: string,
  usernames: readonly string[],
  clientId: string,
  clientSecret: string,
): boolean {
  const bytes = Buffer.from(given);
  return usernames.some((username) => {
    const expected = Buffer.from(computeSecretHash(username, clientId, clientSecret));
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}

/** Compares two secrets in constant time, whatever their lengths. */
export function areSecretsEqual(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
