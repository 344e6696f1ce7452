import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type KeyServer = {
  readonly endpoint: string;
  /** Paths that were requested, in order. */
  readonly requests: string[];
  /** What is answered from now on; undefined: 500. */
  serve(jwks: unknown): void;
};

/** A server of a pool's keys, ended with the test. */
export async function keyServer(jwks: unknown): Promise<KeyServer> {
  let served = jwks;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.statusCode = served === undefined ? 500 : 200;
    response.end(JSON.stringify(served ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    serve(next) {
      served = next;
    },
  };
}
