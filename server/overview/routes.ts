import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { periodsOf } from '../directory/overview-periods.ts';
import { operatorOf } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { Pools } from '../pools.ts';
import { overviewPath } from '../web/paths.ts';
import { overviewPage } from './overview-page.ts';

type Services = { readonly pools: Pools; readonly now: () => Date };

/** Length of the charts. */
const daysShown = 30;

/** A pool at a glance: how many are in which status, who is new, who is stuck. */
export const overviewRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { pools, now } = services;
  app.get('/', { config: { permission: 'signed-in' } }, async (_request, reply) =>
    reply.redirect(overviewPath(pools.first.alias), 303),
  );
  app.get(
    '/pools/:pool',
    {
      config: { permission: 'users:read' },
      schema: { params: Type.Object({ pool: Type.String() }) },
    },
    async (request, reply) => {
      const { alias, directory, gateway } = pools.get(request.params.pool);
      const description = await gateway.describePool().catch(() => undefined);
      const periods = periodsOf(description?.passwordPolicy);
      const [overview, sync] = await Promise.all([
        directory.reader.overview({ days: daysShown, ...periods }),
        directory.reader.state(),
      ]);
      const context = overviewPage({
        pool: alias,
        overview,
        periods,
        sync,
        mayRefresh: isAllowed(operatorOf(request).role, 'directory:refresh'),
        now: now(),
      });
      return reply.page({ title: 'Overview', template: 'overview/page', context });
    },
  );
};
