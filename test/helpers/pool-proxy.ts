import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../server/sandbox/start.ts';

/** Stands between a console and its pool. */
export type PoolProxy = {
  /** The pool, by way of the proxy. */
  readonly pool: Sandbox;
  /** How often an operation was asked for about somebody, by username or in a filter. */
  asked(operation: string, username: string): number;
  /** Every operation that was asked for, in order. */
  calls(): readonly string[];
  /** Operations that were asked for with this text in the body, in order. */
  askedWith(text: string): readonly string[];
  /** Leaves an operation unanswered until the returned function is called. */
  hold(operation: string): () => void;
  /** Answers an operation with an error in the pool's place, until another one is set or none. */
  refuse(operation: string, error?: { readonly name: string; readonly message: string }): void;
  /** Replaces a text in the answers of an operation, as a pool with other settings would answer. */
  alter(operation: string, text: string, replacement: string): void;
  /**
   * Cuts the connection of an operation, before the pool hears of it or when it has done it, until the
   * returned function is called.
   */
  lose(operation: string, moment: 'before' | 'after'): () => void;
};

type Call = { readonly operation: string; readonly body: string };

export async function proxyOf(sandbox: Sandbox): Promise<PoolProxy> {
  const calls: Call[] = [];
  const held = new Map<string, Promise<void>>();
  const refused = new Map<string, { readonly name: string; readonly message: string }>();
  const altered = new Map<string, readonly [text: string, replacement: string]>();
  const lost = new Map<string, 'before' | 'after'>();
  const server = createServer(async (request, response) => {
    const call = { operation: operationOf(request), body: await text(request) };
    calls.push(call);
    await held.get(call.operation);
    const error = refused.get(call.operation);
    if (error !== undefined) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: error.name, message: error.message }));
      return;
    }
    try {
      if (lost.get(call.operation) === 'before') throw new Error('The call is lost.');
      const answer = await fetch(new URL(request.url ?? '/', sandbox.endpoint), {
        method: 'POST',
        headers: passedOn(request),
        body: call.body,
      });
      if (lost.get(call.operation) === 'after') throw new Error('The answer is lost.');
      const type = answer.headers.get('content-type') ?? '';
      const error = answer.headers.get('x-amzn-errortype');
      response.writeHead(answer.status, {
        'content-type': type,
        ...(error && { 'x-amzn-errortype': error }),
      });
      const [found, replacement] = altered.get(call.operation) ?? ['', ''];
      response.end((await answer.text()).replace(found, replacement));
    } catch {
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    pool: { ...sandbox, endpoint: `http://127.0.0.1:${address.port}` },
    asked: (operation, username) =>
      calls.filter((call) => call.operation === operation && isAbout(call, username)).length,
    refuse(operation, error) {
      if (error === undefined) refused.delete(operation);
      else refused.set(operation, error);
    },
    calls: () => calls.map(({ operation }) => operation),
    askedWith: (part) =>
      calls.flatMap(({ operation, body }) => (body.includes(part) ? [operation] : [])),
    hold(operation) {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(operation, promise);
      onTestFinished(() => resolve());
      return () => {
        held.delete(operation);
        resolve();
      };
    },
    alter(operation, text, replacement) {
      altered.set(operation, [text, replacement]);
    },
    lose(operation, moment) {
      lost.set(operation, moment);
      return () => void lost.delete(operation);
    },
  };
}

/** What the pool looks at. */
function passedOn({ headers }: IncomingMessage): Record<string, string> {
  const names = ['authorization', 'content-type', 'x-amz-target'];
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] ? [[name, `${headers[name]}`]] : [])),
  );
}

function operationOf({ headers }: IncomingMessage): string {
  return headers['x-amz-target']?.toString().split('.').at(-1) ?? '';
}

function isAbout({ body }: Call, username: string): boolean {
  const { Username, Filter = '' } = JSON.parse(body || '{}');
  return Username === username || Filter === `username = "${username}"`;
}
