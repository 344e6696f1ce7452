import type { FastifyReply, FastifyRequest } from 'fastify';

/** True for any request that htmx made, a boosted page load included. */
export function isHtmx(request: FastifyRequest): boolean {
  return request.headers['hx-request'] === 'true';
}

/**
 * True when htmx will swap the reply into a part of the page. Boosted and history requests say
 * `full` and need the whole page.
 *
 * Source: htmx 4 reference, request header HX-Request-Type.
 */
export function wantsFragment(request: FastifyRequest): boolean {
  return request.headers['hx-request-type'] === 'partial';
}

/** Sends the browser on to another page, whether a form was posted by htmx or by the browser. */
export function goTo(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  if (isHtmx(request)) return reply.code(200).header('HX-Redirect', path).send();
  return reply.redirect(path, 303);
}
