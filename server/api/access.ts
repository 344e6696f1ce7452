import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { forbidden, PoolkeeperError } from '../errors.ts';
import { isAllowed } from '../operators/permissions.ts';

/**
 * Checks every request of the admin API against its route's permission before anything of it is read.
 * Default deny. Registered after the plugin that sets `request.operator`, which takes no cookie here.
 */
export const apiPermissions = fp(
  async (app: FastifyInstance) => {
    app.decorate('checksPermissions', true);
    app.addHook('onRequest', async (request) => {
      const { permission } = request.routeOptions.config;
      if (request.is404 || permission === 'public') return;
      if (request.operator === undefined) throw notSignedIn();
      if (permission === 'signed-in') return;
      const isOfOperators = permission !== undefined && permission !== 'account';
      if (!isOfOperators || !isAllowed(request.operator.role, permission)) {
        throw forbidden(
          'permission_missing',
          `The role of this token (${request.operator.role}) does not include this operation.`,
        );
      }
    });
  },
  { name: 'api-permissions', dependencies: ['operator-session', 'declared-permissions'] },
);

function notSignedIn(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'not_signed_in',
    status: 401,
    publicMessage:
      'Send an access token of an operator as `Authorization: Bearer`. Cookies are not accepted here.',
  });
}
