import type { FastifyRequest } from 'fastify';

/** True when the caller is a program that asked for JSON rather than a browser. */
export function prefersJson(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}
