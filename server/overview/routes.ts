import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { Pools } from '../pools.ts';
import { usersPath } from '../web/paths.ts';

/** The start page and a pool's own page lead to its users. */
export const overviewRoutes: FastifyPluginAsyncTypebox<{ pools: Pools }> = async (
  app,
  { pools },
) => {
  app.get('/', { config: { permission: 'signed-in' } }, async (_request, reply) =>
    reply.redirect(usersPath(pools.first.alias), 303),
  );
  app.get(
    '/pools/:pool',
    {
      config: { permission: 'users:read' },
      schema: { params: Type.Object({ pool: Type.String() }) },
    },
    async (request, reply) => reply.redirect(usersPath(pools.get(request.params.pool).alias), 303),
  );
};
