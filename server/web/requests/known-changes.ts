import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { withChanges } from '../../request-changes.ts';

/**
 * Has everything that a request does note whether it changed anything. Registered before all else
 * that a request passes.
 */
export const knownChanges = fp(
  async (app: FastifyInstance) => {
    const changes = new WeakMap<FastifyRequest, { hasChanged: boolean }>();
    app.addHook('onRequest', (request, _reply, done) => {
      const known = { hasChanged: false };
      changes.set(request, known);
      withChanges(known, done);
    });
    // A body is read in the context of its connection, not of its request.
    app.addHook('preValidation', (request, _reply, done) => {
      withChanges(changes.get(request) ?? { hasChanged: true }, done);
    });
  },
  { name: 'known-changes' },
);
