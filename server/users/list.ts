import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { type ListQuery, readListState } from '../directory/list-state.ts';
import { operatorOf } from '../operators/operator.ts';
import type { Pools } from '../pools.ts';
import type { SavedViews } from '../saved-views/store.ts';
import { usersPath } from '../web/paths.ts';
import { wantsFragment } from '../web/requests/htmx.ts';
import { keptListPage } from './kept-list.ts';
import { readList, searchBefore, understand } from './read-list.ts';

type Services = {
  readonly pools: Pools;
  readonly savedViews: SavedViews;
  readonly now: () => Date;
};

/** The users of a pool: searched, sorted, counted and paged without a call to the pool. */
export const userListRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  app.get(
    '/pools/:pool/users',
    {
      config: { permission: 'users:read' },
      schema: {
        params: Type.Object({ pool: Type.String() }),
        querystring: Type.Object({
          // The search itself says how long it may be.
          q: Type.Optional(Type.String({ maxLength: 16_384 })),
          sort: Type.Optional(Type.String({ maxLength: 2048 })),
          column: Type.Optional(Type.Array(Type.String({ maxLength: 256 }), { maxItems: 100 })),
          cursor: Type.Optional(Type.String({ maxLength: 16_384 })),
          count: Type.Optional(Type.Literal('yes')),
        }),
      },
    },
    async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const operator = operatorOf(request);
      const { reader } = pool.directory;
      const query: ListQuery = request.query;
      const attributes = await reader.attributes();
      const state = readListState(query, attributes);
      const isPart = wantsFragment(request);
      const before = isPart ? '' : searchBefore(request.headers.referer, usersPath(pool.alias));
      const { terms, shown, problem } = understand(state.search, before);
      if (problem !== undefined && isPart) {
        // Only the message: the list and the address stay as they were.
        reply.header('HX-Push-Url', 'false');
        return reply.page({
          title: 'Users',
          template: 'users/list/_search-refused',
          fragment: 'users/list/_search-refused',
          context: { searchProblem: problem },
          status: 422,
        });
      }
      const isCount = request.query.count === 'yes';
      const summaryOf = isCount ? reader.summary : reader.quickSummary;
      const [answer, views, sync, description] = await Promise.all([
        readList(
          reader,
          summaryOf,
          problem === undefined ? state : { ...state, cursor: undefined },
          terms,
        ),
        services.savedViews.list(pool.alias, operator.sub),
        reader.state(),
        pool.gateway.describePool().catch(() => undefined),
      ]);
      const context = await keptListPage({
        pool: pool.alias,
        reader,
        summaryOf,
        operator,
        state,
        terms,
        shown,
        searchProblem: problem,
        answer,
        attributes,
        views,
        sync,
        policy: description?.passwordPolicy,
        now: services.now(),
      });
      return reply.page({
        title: 'Users',
        template: 'users/list/page',
        fragment: isCount ? 'users/list/_counted' : 'users/list/_update',
        context,
        isKept: true,
        ...(problem !== undefined && { status: 422 }),
      });
    },
  );
};
