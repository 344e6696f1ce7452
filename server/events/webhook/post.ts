import type { LookupAddress } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pinned } from './resolve.ts';

type Post = {
  readonly url: URL;
  readonly addresses: readonly LookupAddress[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
};

/** What counts of an answer. */
export type PostAnswer = { readonly status: number; readonly retryAfter: string | undefined };

/** Bytes of an answer's body that are read, and milliseconds for which they are waited for; none is kept. */
const mostRead = 4096;
const longestRead = 1000;

/**
 * Posts to exactly these addresses, each time by a new connection. Redirects are not followed, and the
 * answer counts as soon as its headers are there.
 *
 * @throws Error of the connection, or of the signal
 */
export function post({ url, addresses, headers, body, signal }: Post): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'http:' ? requestHttp : requestHttps;
    const request = send(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: pinned(addresses),
        maxHeaderSize: 16_384,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Poolkeeper-Webhooks',
        },
      },
      (response) => {
        signal.removeEventListener('abort', stop);
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
        });
        discard(request, response);
      },
    );
    function stop(): void {
      request.destroy(signal.reason);
    }
    request.on('error', reject);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    request.on('close', () => signal.removeEventListener('abort', stop));
    request.end(body);
  });
}

/** Lets a short answer end as usual, and ends a long or a slow one. */
function discard(request: ClientRequest, response: IncomingMessage): void {
  let size = 0;
  const timer = setTimeout(() => request.destroy(), longestRead).unref();
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostRead) request.destroy();
  });
  response.on('error', () => undefined);
  response.on('close', () => clearTimeout(timer));
}
