import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** Stands before a pool and counts what it is asked. */
export type CountingProxy = {
  readonly endpoint: string;
  /** Calls so far. */
  count(): number;
  /** Calls since the last time this was asked, by operation, and how many of them were throttled. */
  take(): { readonly calls: ReadonlyMap<string, number>; readonly throttled: number };
  close(): Promise<void>;
};

/** Forwards every request to the pool at this endpoint. */
export async function countingProxy(endpoint: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(endpoint);
  let calls = new Map<string, number>();
  let throttled = 0;
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    const target = incoming.headers['x-amz-target']?.toString().split('.').at(-1);
    if (target !== undefined) {
      calls.set(target, (calls.get(target) ?? 0) + 1);
      count += 1;
    }
    const { method, url, headers } = incoming;
    const forwarded = request({ hostname, port, method, path: url, headers }, (answer) => {
      if (answer.headers['x-amzn-errortype'] === 'TooManyRequestsException') throttled += 1;
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port to listen on.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    count: () => count,
    take() {
      const taken = { calls, throttled };
      calls = new Map();
      throttled = 0;
      return taken;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
