import type { FastifyReply } from 'fastify';

/**
 * Sends an answer that is turned into JSON once for as long as `source` lives, and not with each request: a
 * page of a list that many ask for.
 */
export type SendKept<Answer> = (
  reply: FastifyReply,
  /** What the answer is made of; never changed. */
  source: object,
  make: () => Answer,
  /** What else the answer depends on. */
  variant?: string,
) => FastifyReply;

/** Variants that are kept of one source. */
const mostVariants = 4;

/** Makes the memory of one route: its answers go when what they were made of goes. */
export function createKeptAnswers<Answer extends Record<string, unknown>>(): SendKept<Answer> {
  const bodies = new WeakMap<object, Map<string, Buffer>>();
  return (reply, source, make, variant = '') => {
    const known = bodies.get(source) ?? new Map<string, Buffer>();
    bodies.set(source, known);
    const body = known.get(variant) ?? Buffer.from(`${reply.serializeInput(make(), '200')}`);
    if (known.size < mostVariants) known.set(variant, body);
    return reply.type('application/json; charset=utf-8').send(body);
  };
}
