import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isStillAllowed } from '../requests/permission.ts';

/** One event of a stream, as the browser's EventSource reads it. */
type ServerEvent = { readonly event?: string; readonly data: string };

/**
 * Writes an event in the format of an event stream.
 *
 * Source: HTML standard, "Server-sent events", event stream format.
 */
export function writeEvent({ event, data }: ServerEvent): string {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `${event === undefined ? '' : `event: ${event}\n`}${lines.join('')}\n`;
}

/** Who listens to a stream of events, for as long as it goes on. */
export type Listener = {
  /** Aborted when the browser is gone, or the console is being closed. */
  readonly signal: AbortSignal;
  /** Whether the operator may still be told. */
  readonly isAllowed: () => Promise<boolean>;
};

type SendEvents = (
  request: FastifyRequest,
  reply: FastifyReply,
  eventsFor: (listener: Listener) => AsyncIterable<string>,
) => FastifyReply;

/** Whether a page listens. Somebody who opens the address itself wants to read, not to wait. */
export function wantsEvents(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/event-stream') === true;
}

/**
 * Answers with streams of events, which end with the app. A route that does needs `compress: false`.
 *
 * Source: HTML standard, "Server-sent events"; nginx, "X-Accel-Buffering".
 */
export function createEventStreams(app: FastifyInstance): SendEvents {
  const open = new Set<AbortController>();
  // Streams would otherwise keep the server from ever being closed.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.abort();
  });
  return (request, reply, eventsFor) => {
    const stream = new AbortController();
    open.add(stream);
    reply.raw.once('close', () => {
      stream.abort();
      open.delete(stream);
    });
    const events = eventsFor({ signal: stream.signal, isAllowed: () => isStillAllowed(request) });
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('X-Accel-Buffering', 'no')
      .send(Readable.from(events));
  };
}
