import { createHmac, timingSafeEqual } from 'node:crypto';

/** The headers that a signed notice comes with. */
export type SignedHeaders = {
  /** Names the notice; the same again when it is sent again. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly timestamp: string;
  /** `v1,BASE64`, several separated by spaces. */
  readonly signature: string;
};

/** How far a notice's time may be from ours, in seconds. */
export const tolerance = 5 * 60;

/** Signs a notice: HMAC-SHA256 over `id.timestamp.body`. Source: Standard Webhooks 1.0. */
export function signNotice(
  secret: string,
  { id, timestamp }: Pick<SignedHeaders, 'id' | 'timestamp'>,
  body: Buffer,
): string {
  const digest = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body);
  return `v1,${digest.digest('base64')}`;
}

/** Whether one of the signatures is right and the notice is of these minutes. */
export function isSigned(secret: string, headers: SignedHeaders, body: Buffer, now: Date): boolean {
  if (headers.id === '' || !/^\d{1,12}$/.test(headers.timestamp)) return false;
  const age = now.getTime() / 1000 - Number(headers.timestamp);
  if (Math.abs(age) > tolerance) return false;
  const expected = Buffer.from(signNotice(secret, headers, body));
  return headers.signature.split(' ').some((one) => {
    const given = Buffer.from(one);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** `whsec_` and base64, as libraries for Standard Webhooks write keys; anything else is the key. */
function keyOf(secret: string): Buffer {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(secret) ?? [];
  return encoded === undefined ? Buffer.from(secret) : Buffer.from(encoded, 'base64');
}
