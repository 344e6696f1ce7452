import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { forbidden, notFound, PoolkeeperError } from '../errors.ts';
import { isPoolAllowed } from '../operators/operator.ts';
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
      keepToPools(request);
    });
  },
  { name: 'api-permissions', dependencies: ['operator-session', 'declared-permissions'] },
);

/** An API key may be for some pools only; the others do not exist for it. */
function keepToPools({ operator, params }: FastifyRequest): void {
  if (operator === undefined || typeof params !== 'object' || params === null) return;
  if (!('pool' in params) || isPoolAllowed(operator, String(params.pool))) return;
  throw notFound('pool_not_found', 'There is no pool of this name for this API key.');
}

function notSignedIn(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'not_signed_in',
    status: 401,
    publicMessage:
      'Send an access token of an operator, or an API key, as `Authorization: Bearer`. Cookies are not accepted here.',
  });
}
