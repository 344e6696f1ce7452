import { Readable } from 'node:stream';
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { Pools } from '../pools.ts';
import { overviewPath, usersPath } from '../web/paths.ts';
import type { Views } from '../web/rendering/views.ts';
import { goTo } from '../web/requests/htmx.ts';
import { localPath } from '../web/requests/local-path.ts';
import { isStillAllowed } from '../web/requests/permission.ts';
import { watch } from './stream.ts';
import { freshnessState } from './view.ts';

type Services = { readonly pools: Pools; readonly views: Views; readonly now: () => Date };

/** Milliseconds. */
const lookEvery = 1000;
/** A page that is left open must not keep its operator signed in for ever. */
const longestStream = 10 * 60_000;

/** How fresh the mirror is, live, and the wish that it be fresher. */
export const freshnessRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { pools, views, now } = services;
  const params = Type.Object({ pool: Type.String() });
  const open = new Set<AbortController>();
  // Streams would otherwise keep the server from ever being closed.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.abort();
  });

  app.get(
    '/pools/:pool/freshness',
    { config: { permission: 'users:read' }, schema: { params }, compress: false },
    async (request, reply) => {
      const { alias, directory } = pools.get(request.params.pool);
      const { reader } = directory;
      // Somebody who opens the address itself wants to read, not to wait.
      if (!request.headers.accept?.includes('text/event-stream')) {
        return goTo(request, reply, overviewPath(alias));
      }
      const stream = new AbortController();
      open.add(stream);
      reply.raw.once('close', () => {
        stream.abort();
        open.delete(stream);
      });
      const look = async () => {
        const state = await reader.state();
        const data = views.fragment('freshness/_state', freshnessState(state, now()));
        return { data, isComplete: state.completeAsOf !== undefined };
      };
      const events = watch({
        look,
        isAllowed: () => isStillAllowed(request),
        signal: stream.signal,
        every: lookEvery,
        looks: longestStream / lookEvery,
      });
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('X-Accel-Buffering', 'no')
        .send(Readable.from(events));
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
