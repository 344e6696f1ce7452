import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * One line for each answered request. It names the route's pattern, not the address: addresses
 * hold usernames and what was searched for.
 */
export const requestLog = fp(
  async (app: FastifyInstance) => {
    app.addHook('onResponse', async (request, reply) => {
      request.log.info(
        {
          method: request.method,
          route: request.routeOptions.url ?? 'none',
          status: reply.statusCode,
          milliseconds: Math.round(reply.elapsedTime),
          operator: request.operator?.sub,
        },
        'request',
      );
    });
  },
  { name: 'request-log' },
);
