import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What came in, as the receiver sees it. */
export type Delivery = {
  readonly id: string;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Handler = (delivery: Delivery, response: ServerResponse, request: IncomingMessage) => void;

export type TestReceiver = {
  readonly url: string;
  readonly port: number;
  /** Every request that came in whole, whatever it was answered. */
  readonly deliveries: readonly Delivery[];
  /** Those that were answered with 2xx by `answer`. */
  readonly accepted: readonly Delivery[];
  /** What is answered from now on; 204 at first. */
  answer(status: number, headers?: Readonly<Record<string, string>>): void;
  handle(handler: Handler): void;
};

/** An application that receives webhooks, on a loopback port, for one test. */
export async function testReceiver(): Promise<TestReceiver> {
  const deliveries: Delivery[] = [];
  const accepted: Delivery[] = [];
  const answerWith =
    (status: number, headers: Readonly<Record<string, string>> = {}): Handler =>
    (delivery, response) => {
      if (status === 204) accepted.push(delivery);
      response.writeHead(status, headers).end();
    };
  let handler: Handler = answerWith(204);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = await Array.fromAsync(request);
    const body = Buffer.concat(chunks).toString();
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const delivery = {
      id: headers['webhook-id'] ?? '',
      type: String(JSON.parse(body).type),
      headers,
      body,
    };
    deliveries.push(delivery);
    handler(delivery, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    port,
    deliveries,
    accepted,
    answer(status, headers) {
      handler = answerWith(status, headers);
    },
    handle(next) {
      handler = next;
    },
  };
}
