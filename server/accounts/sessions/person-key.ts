import { createHmac, hkdfSync } from 'node:crypto';

/**
 * Makes what a person is called in the table of sessions: an HMAC-SHA256 of the sub, so that a copy of the
 * database does not say who uses an application.
 *
 * @param secrets newest first
 * @returns the keys of a sub, that of the newest secret first
 */
export function createPersonKeys(
  secrets: readonly string[],
): (sub: string) => readonly [string, ...string[]] {
  const [newest = '', ...others] = secrets;
  const keyOf = (secret: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', 'poolkeeper account person', 32));
  const [first, rest] = [keyOf(newest), others.map(keyOf)];
  const hash = (key: Buffer, sub: string): string =>
    createHmac('sha256', key).update(sub).digest('hex');
  return (sub) => [hash(first, sub), ...rest.map((key) => hash(key, sub))];
}
