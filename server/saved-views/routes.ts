import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { rowNumberOf } from '../db/row-number.ts';
import { readListState, writeListState } from '../directory/list-state.ts';
import { parseSearch } from '../directory/search-language.ts';
import { forbidden, invalidInput, notFound, PoolkeeperError } from '../errors.ts';
import { type Operator, operatorOf } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { ManagedPool, Pools } from '../pools.ts';
import { usersPath } from '../web/paths.ts';
import { goTo } from '../web/requests/htmx.ts';
import { requireFewValues } from '../web/requests/list-bounds.ts';
import { longestName, savedViewForm } from './form.ts';
import type { SavedView, SavedViews } from './store.ts';

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
      const view = await changeable(pool.alias, operator, request.params.view);
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
      const view = await changeable(pool.alias, operator, request.params.view);
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
      const view = await changeable(pool.alias, operatorOf(request), request.params.view);
      await savedViews.remove(view.id);
      return goTo(request, reply, listPath(pool.alias, view.query));
    },
  );

  /** A view that this operator may change. */
  async function changeable(pool: string, operator: Operator, id: string): Promise<SavedView> {
    const named = rowNumberOf(id);
    const view = named === undefined ? undefined : await savedViews.find(pool, operator.sub, named);
    if (view === undefined) {
      throw notFound('view_not_found', 'There is no such view. It may have been deleted.');
    }
    if (view.ownerSub === operator.sub || isAllowed(operator.role, 'views:share')) return view;
    throw forbidden('view_of_another', `This view is shared by ${view.ownerName}.`);
  }
};

/**
 * The same list's query without what nobody knows, and without a place in it.
 *
 * @throws PoolkeeperError `too_many_values` or `invalid_input` (422)
 */
async function canonical({ directory }: ManagedPool, query: string): Promise<string> {
  const search = new URLSearchParams(query);
  requireFewValues('column', search.getAll('column'));
  const { problem } = parseSearch(search.get('q') ?? '');
  if (problem) throw invalidInput({}, `The search is not understood: ${problem.message}`);
  const state = readListState(
    {
      q: search.get('q') ?? '',
      sort: search.get('sort') ?? '',
      column: search.getAll('column'),
    },
    await directory.reader.attributes(),
  );
  return writeListState(state);
}

function listPath(pool: string, query: string): string {
  return query === '' ? usersPath(pool) : `${usersPath(pool)}?${query}`;
}

/** @throws PoolkeeperError when it is asked for by somebody who may not */
function sharedBy(operator: Operator, shared: string | undefined): boolean {
  if (shared === undefined) return false;
  if (isAllowed(operator.role, 'views:share')) return true;
  throw forbidden('permission_missing', `Your role (${operator.role}) may not share views.`);
}

/** Saves; answers what to say beside the name when that is not possible. */
async function problemOf(name: string, save: () => Promise<void>): Promise<string | undefined> {
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
