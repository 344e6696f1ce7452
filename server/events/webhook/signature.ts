import { createHmac } from 'node:crypto';
import type { RandomBytes } from '../../crypto.ts';

const prefix = 'whsec_';

/** A new signing secret: 32 random bytes. */
export function newSecret(randomBytes: RandomBytes): string {
  return `${prefix}${randomBytes(32).toString('base64')}`;
}

/**
 * The headers that sign a webhook. While a secret is being rotated there are two signatures, of which a
 * receiver accepts either.
 *
 * Source: Standard Webhooks 1.0, "Signature scheme" (symmetric, v1).
 *
 * @param secrets newest first
 */
export function signedHeaders(
  id: string,
  body: string,
  secrets: readonly string[],
  now: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return `v1,${digest}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
