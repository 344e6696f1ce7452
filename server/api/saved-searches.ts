import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '@sinclair/typebox';
import { rowNumberOf } from '../db/row-number.ts';
import { mostColumns } from '../directory/list-state.ts';
import { invalidInput } from '../errors.ts';
import { type Operator, operatorOf } from '../operators/operator.ts';
import {
  canonicalQuery,
  changeableView,
  longestName,
  requireSharing,
} from '../saved-views/rules.ts';
import { mostViews, type SavedView } from '../saved-views/store.ts';
import { ref } from './answers.ts';
import { ofPool, withoutNul } from './parameters.ts';
import type { ApiServices } from './services.ts';

/** A saved search, as programs read one. */
export const SavedSearch = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String(),
    isShared: Type.Boolean({ description: 'Whether all operators of the pool see it.' }),
    isOwn: Type.Boolean({ description: 'Whether the caller saved it.' }),
    owner: Type.String({ description: 'Name of the operator who saved it.' }),
    q: Type.String({ description: 'The search; empty: all users.' }),
    sort: Type.Optional(Type.String({ description: 'A column; `-` in front: descending.' })),
    columns: Type.Array(Type.String(), { description: 'Empty: the standard columns.' }),
  },
  { $id: 'SavedSearch', description: 'A list of users with a name.' },
);

const name = Type.String({ ...withoutNul, minLength: 1, maxLength: longestName });
const isShared = Type.Optional(
  Type.Boolean({ description: 'Shows it to all operators of the pool.' }),
);
const strict = { additionalProperties: false };

const NewSearch = Type.Object(
  {
    name,
    isShared,
    q: Type.Optional(Type.String({ ...withoutNul, maxLength: 16_384 })),
    sort: Type.Optional(Type.String({ maxLength: 2048 })),
    columns: Type.Optional(Type.Array(Type.String({ maxLength: 2048 }), { maxItems: mostColumns })),
  },
  { ...strict, examples: [{ name: 'Stuck since May', q: 'status:unconfirmed', isShared: true }] },
);
const Changes = Type.Object({ name: Type.Optional(name), isShared }, strict);

const ofSearch = Type.Object({
  ...ofPool.properties,
  search: Type.String({ description: 'Id of the saved search.', examples: ['7'] }),
});

const tags = ['Pools'];
const change = {
  permission: 'views:save',
  problems: [
    'pool_not_found',
    'saved_search_not_found',
    'saved_search_of_another',
    'sharing_not_allowed',
    'saved_search_exists',
  ],
} as const;

/** Lists of users with a name: read, saved, renamed, shared and deleted. */
export const savedSearchRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, services) => {
  const { pools, savedViews } = services;

  app.get(
    '/pools/:pool/saved-searches',
    {
      config: { permission: 'views:save', problems: ['pool_not_found'] },
      schema: {
        tags,
        operationId: 'listSavedSearches',
        summary: 'List saved searches',
        description: 'Those of the caller, and those that others share, by name.',
        params: ofPool,
        response: { 200: Type.Object({ savedSearches: Type.Array(ref(SavedSearch)) }) },
      },
    },
    async (request) => {
      const { alias } = pools.get(request.params.pool);
      const operator = operatorOf(request);
      const views = await savedViews.list(alias, operator.sub);
      return { savedSearches: views.map((view) => searchAnswer(view, operator)) };
    },
  );

  app.post(
    '/pools/:pool/saved-searches',
    {
      config: {
        permission: 'views:save',
        problems: [
          'pool_not_found',
          'saved_search_exists',
          'too_many_saved_searches',
          'sharing_not_allowed',
        ],
      },
      schema: {
        tags,
        operationId: 'saveSearch',
        summary: 'Save a search',
        description: `Each operator can have ${mostViews} in a pool. Sharing needs the permission to share.`,
        params: ofPool,
        body: NewSearch,
        response: { 201: ref(SavedSearch) },
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const operator = operatorOf(request);
      const { q = '', sort = '', columns = [], isShared: shared = false } = request.body;
      if (shared) requireSharing(operator);
      const view = {
        name: nameOf(request.body.name),
        isShared: shared,
        query: await canonicalQuery(pool, { q, sort, column: columns }),
        ownerSub: operator.sub,
        ownerName: operator.displayName,
      };
      const id = await savedViews.add(pool.alias, view);
      return reply
        .code(201)
        .header('Location', `${request.url.split('?', 1)[0]}/${id}`)
        .send(searchAnswer({ ...view, id }, operator));
    },
  );

  app.patch(
    '/pools/:pool/saved-searches/:search',
    {
      config: change,
      schema: {
        tags,
        operationId: 'changeSavedSearch',
        summary: 'Rename or share a saved search',
        description: 'Its owner may change it; a shared one also those who may share searches.',
        params: ofSearch,
        body: Changes,
        response: { 200: ref(SavedSearch) },
      },
    },
    async (request) => {
      const { pool, search } = request.params;
      const { alias } = pools.get(pool);
      const operator = operatorOf(request);
      const view = await changeableView(savedViews, alias, operator, rowNumberOf(search));
      const { body } = request;
      const changed = {
        name: body.name === undefined ? view.name : nameOf(body.name),
        isShared: body.isShared ?? view.isShared,
      };
      if (body.isShared) requireSharing(operator);
      await savedViews.change(view.id, changed);
      return searchAnswer({ ...view, ...changed }, operator);
    },
  );

  app.delete(
    '/pools/:pool/saved-searches/:search',
    {
      config: change,
      schema: {
        tags,
        operationId: 'deleteSavedSearch',
        summary: 'Delete a saved search',
        description: 'Answers what was deleted.',
        params: ofSearch,
        response: { 200: ref(SavedSearch) },
      },
    },
    async (request) => {
      const { pool, search } = request.params;
      const { alias } = pools.get(pool);
      const operator = operatorOf(request);
      const view = await changeableView(savedViews, alias, operator, rowNumberOf(search));
      await savedViews.remove(view.id);
      return searchAnswer(view, operator);
    },
  );
};

/** @throws PoolkeeperError `invalid_input` (422) for blanks only */
function nameOf(given: string): string {
  const trimmed = given.trim();
  if (trimmed !== '') return trimmed;
  throw invalidInput({ name: 'Send a name.' }, 'The saved search needs a name.');
}

function searchAnswer(view: SavedView, operator: Operator): Static<typeof SavedSearch> {
  const query = new URLSearchParams(view.query);
  const sort = query.get('sort');
  return {
    id: view.id,
    name: view.name,
    isShared: view.isShared,
    isOwn: view.ownerSub === operator.sub,
    owner: view.ownerName,
    q: query.get('q') ?? '',
    ...(sort !== null && { sort }),
    columns: query.getAll('column'),
  };
}
