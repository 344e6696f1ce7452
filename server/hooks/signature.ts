import { createHmac, timingSafeEqual } from 'node:crypto';

/** A notice as it is sent, but for its signature. */
export type Notice = {
  /** Where it is sent to, `/hooks/pools/main`: signed, so that it is for that pool only. */
  readonly path: string;
  /** Names the notice; the same again when it is sent again. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly timestamp: string;
  readonly body: Buffer;
};

/** How far a notice's time may be from ours, in seconds. */
export const tolerance = 5 * 60;

/**
 * Signs a notice: HMAC-SHA256 over four parts, each of the first three followed by a line break, which
 * none of them can contain: `POST` and the path, the id, the timestamp, the body. Headers and keys are
 * those of Standard Webhooks 1.0, whose own `v1` does not say where a notice is meant to go.
 */
export function signNotice(secret: string, { path, id, timestamp, body }: Notice): string {
  const digest = createHmac('sha256', keyOf(secret))
    .update(`POST ${path}\n${id}\n${timestamp}\n`)
    .update(body);
  return `v2,${digest.digest('base64')}`;
}

/**
 * Whether one of the signatures is right and the notice is of these minutes.
 *
 * @param signature `v2,BASE64`, several separated by spaces
 */
export function isSigned(secret: string, notice: Notice, signature: string, now: Date): boolean {
  if (notice.id === '' || !/^\d{1,12}$/.test(notice.timestamp)) return false;
  const age = now.getTime() / 1000 - Number(notice.timestamp);
  if (Math.abs(age) > tolerance) return false;
  const expected = Buffer.from(signNotice(secret, notice));
  return signature.split(' ').some((one) => {
    const given = Buffer.from(one);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** `whsec_` and base64, as libraries for Standard Webhooks write keys; anything else is the key. */
function keyOf(secret: string): Buffer {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(secret) ?? [];
  return encoded === undefined ? Buffer.from(secret) : Buffer.from(encoded, 'base64');
}
