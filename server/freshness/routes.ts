import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { Pools } from '../pools.ts';
import { overviewPath, usersPath } from '../web/paths.ts';
import type { Views } from '../web/rendering/views.ts';
import { goTo } from '../web/requests/htmx.ts';
import { localPath } from '../web/requests/origin/local-path.ts';
import { createEventStreams, wantsEvents } from '../web/streams/event-stream.ts';
import { createWatch } from '../web/streams/watch.ts';
import { freshnessState } from './view.ts';

type Services = { readonly pools: Pools; readonly views: Views; readonly now: () => Date };

/** How fresh the mirror is, live, and the wish that it be fresher. */
export const freshnessRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { pools, views, now } = services;
  const params = Type.Object({ pool: Type.String() });
  const sendEvents = createEventStreams(app);
  const watch = createWatch();

  app.get(
    '/pools/:pool/freshness',
    { config: { permission: 'users:read' }, schema: { params }, compress: false },
    async (request, reply) => {
      const { alias, directory } = pools.get(request.params.pool);
      const { reader } = directory;
      if (!wantsEvents(request)) return goTo(request, reply, overviewPath(alias));
      const look = async () => {
        const state = await reader.state();
        const data = views.fragment('freshness/_state', freshnessState(state, now()));
        return { data, isComplete: state.completeAsOf !== undefined };
      };
      return sendEvents(request, reply, (listener) => watch(listener, alias, look));
    },
  );

  app.post(
    '/pools/:pool/freshness',
    {
      config: { permission: 'directory:refresh' },
      schema: {
        params,
        body: Type.Object({ here: Type.Optional(Type.String({ maxLength: 16_384 })) }),
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      await pool.directory.requestWalk();
      return goTo(request, reply, localPath(request.body.here) ?? usersPath(pool.alias));
    },
  );
};
