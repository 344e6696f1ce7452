import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../../errors.ts';
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

/** More open pages than a person looks at; each stream asks the database again and again. */
const mostPerOperator = 20;

/** Open streams by operator, for all routes of one server. */
const counts = new WeakMap<object, Map<string, number>>();

function countsOf({ server }: FastifyInstance): Map<string, number> {
  const known = counts.get(server) ?? new Map<string, number>();
  counts.set(server, known);
  return known;
}

function tooMany(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'too_many_streams',
    status: 429,
    publicMessage: 'You have too many pages open that update by themselves. Close some of them.',
    retryAfter: 60,
  });
}

/**
 * Answers with streams of events, which end with the app. A route that does needs `compress: false`.
 *
 * The returned function throws PoolkeeperError `too_many_streams` (429) for an operator with many open.
 *
 * Source: HTML standard, "Server-sent events"; nginx, "X-Accel-Buffering".
 */
export function createEventStreams(app: FastifyInstance): SendEvents {
  const open = new Set<AbortController>();
  // Streams would otherwise keep the server from ever being closed.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.abort();
  });
  const perOperator = countsOf(app);
  return (request, reply, eventsFor) => {
    const sub = request.operator?.sub ?? '';
    const count = perOperator.get(sub) ?? 0;
    if (count >= mostPerOperator) throw tooMany();
    perOperator.set(sub, count + 1);
    const stream = new AbortController();
    open.add(stream);
    reply.raw.once('close', () => {
      stream.abort();
      open.delete(stream);
      const left = (perOperator.get(sub) ?? 1) - 1;
      if (left === 0) perOperator.delete(sub);
      else perOperator.set(sub, left);
    });
    const events = eventsFor({ signal: stream.signal, isAllowed: () => isStillAllowed(request) });
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('X-Accel-Buffering', 'no')
      .send(Readable.from(events));
  };
}
