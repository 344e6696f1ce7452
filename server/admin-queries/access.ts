import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { forbidden, notFound, PoolkeeperError } from '../errors.ts';
import type { Operator } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';

/** Three parts of Base64url: a signed JSON web token. Source: RFC 7515, 7.1. */
const bareToken = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Takes an access token that stands in `Authorization` without a scheme, as applications of Amplify send
 * it, for one with `Bearer`. Registered before the plugin that sets `request.operator`.
 */
export const bareTokens = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRequest', async ({ headers }) => {
      const given = headers.authorization?.trim();
      if (given !== undefined && bareToken.test(given)) headers.authorization = `Bearer ${given}`;
    });
  },
  { name: 'bare-tokens' },
);

/**
 * Checks every request against its route's permission before anything of it is read. Default deny: there is
 * no group, set or not, that lets everyone in.
 */
export const adminQueriesPermissions = fp(
  async (app: FastifyInstance, { pool }: { readonly pool: string }) => {
    app.decorate('checksPermissions', true);
    app.addHook('onRequest', async ({ is404, operator, routeOptions }) => {
      const { permission } = routeOptions.config;
      if (is404 || permission === 'public') return;
      if (operator === undefined) {
        throw new PoolkeeperError({
          code: 'not_signed_in',
          status: 401,
          publicMessage: 'Send an access token of an operator, or an API key, in `Authorization`.',
        });
      }
      const isOfOperators =
        permission !== undefined && permission !== 'account' && permission !== 'signed-in';
      if (isOfOperators && isAllowed(operator.role, permission)) return keepToPool(operator, pool);
      throw forbidden(
        'permission_missing',
        `The role of this token (${operator.role}) does not include this operation.`,
      );
    });
  },
  { name: 'admin-queries-permissions', dependencies: ['operator-session', 'declared-permissions'] },
);

/** An API key may be for other pools only. */
function keepToPool({ key }: Operator, pool: string): void {
  if (key?.pools === undefined || key.pools.includes(pool)) return;
  throw notFound('pool_not_found', 'This API key is not for the pool that is served here.');
}
