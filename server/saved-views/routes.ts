import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { rowNumberOf } from '../db/row-number.ts';
import { PoolkeeperError } from '../errors.ts';
import { type Operator, operatorOf } from '../operators/operator.ts';
import type { ManagedPool, Pools } from '../pools.ts';
import { usersPath } from '../web/paths.ts';
import { goTo } from '../web/requests/htmx.ts';
import { requireFewValues } from '../web/requests/list-bounds.ts';
import { savedViewForm } from './form.ts';
import { canonicalQuery, changeableView, longestName, requireSharing } from './rules.ts';
import type { SavedViews } from './store.ts';

type Services = { readonly pools: Pools; readonly savedViews: SavedViews };

const template = { template: 'saved-views/page', fragment: 'saved-views/_form' };

const body = Type.Object({
  name: Type.String({ maxLength: 2048 }),
  shared: Type.Optional(Type.String({ maxLength: 8 })),
  query: Type.Optional(Type.String({ maxLength: 16_384 })),
});
const inPool = Type.Object({ pool: Type.String() });
const ofView = Type.Object({ pool: Type.String(), view: Type.String() });

/** Lists of users with a name: saved, renamed, shared and deleted. */
export const savedViewRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { pools, savedViews } = services;
  const config = { permission: 'views:save' } as const;

  app.get(
    '/pools/:pool/views/new',
    {
      config,
      schema: {
        params: inPool,
        querystring: Type.Object({ query: Type.Optional(Type.String({ maxLength: 16_384 })) }),
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const query = await canonical(pool, request.query.query ?? '');
      const context = savedViewForm(pool.alias, operatorOf(request), { query });
      return reply.page({ title: context.title, ...template, context });
    },
  );

  app.post(
    '/pools/:pool/views',
    { config, schema: { params: inPool, body } },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const operator = operatorOf(request);
      const query = await canonical(pool, request.body.query ?? '');
      const name = request.body.name.trim();
      const isShared = sharedBy(operator, request.body.shared);
      const error = await problemOf(name, () =>
        savedViews.add(pool.alias, {
          name,
          isShared,
          query,
          ownerSub: operator.sub,
          ownerName: operator.displayName,
        }),
      );
      if (error === undefined) return goTo(request, reply, listPath(pool.alias, query));
      const context = savedViewForm(pool.alias, operator, { query, name, isShared, error });
      return reply.page({ title: context.title, ...template, context, status: 422 });
    },
  );

  app.get(
    '/pools/:pool/views/:view',
    { config, schema: { params: ofView } },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const operator = operatorOf(request);
      const view = await changeableView(
        savedViews,
        pool.alias,
        operator,
        rowNumberOf(request.params.view),
      );
      const context = savedViewForm(pool.alias, operator, view);
      return reply.page({ title: context.title, ...template, context });
    },
  );

  app.post(
    '/pools/:pool/views/:view',
    { config, schema: { params: ofView, body } },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const operator = operatorOf(request);
      const view = await changeableView(
        savedViews,
        pool.alias,
        operator,
        rowNumberOf(request.params.view),
      );
      const name = request.body.name.trim();
      const isShared = sharedBy(operator, request.body.shared);
      const error = await problemOf(name, () => savedViews.change(view.id, { name, isShared }));
      if (error === undefined) return goTo(request, reply, listPath(pool.alias, view.query));
      const context = savedViewForm(pool.alias, operator, { ...view, name, isShared, error });
      return reply.page({ title: context.title, ...template, context, status: 422 });
    },
  );

  app.post(
    '/pools/:pool/views/:view/delete',
    { config, schema: { params: ofView } },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const view = await changeableView(
        savedViews,
        pool.alias,
        operatorOf(request),
        rowNumberOf(request.params.view),
      );
      await savedViews.remove(view.id);
      return goTo(request, reply, listPath(pool.alias, view.query));
    },
  );
};

/** @throws PoolkeeperError `too_many_values` or `invalid_input` (422) */
async function canonical(pool: ManagedPool, query: string): Promise<string> {
  const search = new URLSearchParams(query);
  const column = search.getAll('column');
  requireFewValues('column', column);
  return canonicalQuery(pool, { q: search.get('q') ?? '', sort: search.get('sort') ?? '', column });
}

function listPath(pool: string, query: string): string {
  return query === '' ? usersPath(pool) : `${usersPath(pool)}?${query}`;
}

/** @throws PoolkeeperError when it is asked for by somebody who may not */
function sharedBy(operator: Operator, shared: string | undefined): boolean {
  if (shared === undefined) return false;
  requireSharing(operator);
  return true;
}

/** Saves; answers what to say beside the name when that is not possible. */
async function problemOf(name: string, save: () => Promise<unknown>): Promise<string | undefined> {
  if (name === '') return 'Give the view a name.';
  if (name.length > longestName) return `At most ${longestName} characters.`;
  try {
    await save();
    return undefined;
  } catch (error) {
    if (error instanceof PoolkeeperError && error.status === 409) return error.publicMessage;
    throw error;
  }
}
