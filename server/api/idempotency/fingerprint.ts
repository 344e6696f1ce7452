import { createHmac, hkdfSync } from 'node:crypto';

export type RequestContent = {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  /** As parsed. */
  readonly body: unknown;
};

/**
 * Makes the fingerprint of a request: an HMAC-SHA256 of method, address and body. It has a key because
 * bodies hold passwords, which could be guessed from a plain hash in a copy of the database.
 *
 * @param secrets session secrets, newest first
 * @returns the fingerprint by each secret, the newest first
 *
 * Source: draft-ietf-httpapi-idempotency-key-header, 2.4 (fingerprint); RFC 5869
 */
export function createFingerprints(
  secrets: readonly string[],
): (content: RequestContent) => readonly [string, ...string[]] {
  const keyOf = (secret: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', 'poolkeeper idempotent request', 32));
  const [newest = '', ...others] = secrets;
  const [first, rest] = [keyOf(newest), others.map(keyOf)];
  return ({ method, url, body }) => {
    const text = JSON.stringify([method, url, body ?? null]);
    const hash = (key: Buffer): string => createHmac('sha256', key).update(text).digest('hex');
    return [hash(first), ...rest.map(hash)];
  };
}
