import { ClientError } from '../errors.ts';

/**
 * A part of a path from text such as a device's key. What browsers take as a step upwards is refused:
 * to delete `/me/devices/..` would be another operation.
 *
 * @throws ClientError `invalid_input`
 *
 * Source: URL Standard, 4.4 (double-dot path segments).
 */
export function segment(text: string): string {
  if (!/^\.{0,2}$/.test(text)) return encodeURIComponent(text);
  const message = `"${text}" names nothing. Give the key, id or name in full.`;
  throw new ClientError({ code: 'invalid_input', status: 0, message });
}
