import type { HttpRequest } from '../wire/route.ts';

/** Reads the body of a posted form; undefined when it is of another content type. */
export function readForm({ headers, body }: HttpRequest): URLSearchParams | undefined {
  const type = (headers['content-type'] ?? '').toString().split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  return new URLSearchParams(body.toString('utf8'));
}
