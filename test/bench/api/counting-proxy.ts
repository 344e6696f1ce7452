import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** Stands in front of a pool and counts what it is asked. */
export type CountingProxy = {
  readonly endpoint: string;
  /** Calls so far. */
  count(): number;
  stop(): void;
};

export async function startCountingProxy(endpoint: string): Promise<CountingProxy> {
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === 'POST') calls += 1;
    const { url, method, headers } = incoming;
    const passedOn = request(new URL(url ?? '/', endpoint), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passedOn.on('error', () => outgoing.destroy());
    incoming.pipe(passedOn);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    count: () => calls,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
