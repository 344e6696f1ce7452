import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * A request with exactly these headers, `Host` and fetch metadata included, which Node's own fetch decides
 * by itself; a GET, or a POST when there is a body.
 */
export async function rawRequest(
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  posted?: string,
): Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }> {
  const sent = request(new URL(path, origin), {
    method: posted === undefined ? 'GET' : 'POST',
    headers: { accept: 'application/json', ...headers },
  });
  sent.end(posted);
  const [reply] = await once(sent, 'response');
  return { status: reply.statusCode, headers: reply.headers, body: await text(reply) };
}
