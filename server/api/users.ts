import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { loadUser } from '../actions/target.ts';
import { readListState } from '../directory/list-state.ts';
import { parseSearch } from '../directory/search-language.ts';
import { invalidInput } from '../errors.ts';
import { nextCursor, User, userAnswer } from './answers.ts';
import type { ApiServices } from './services.ts';

const groups = Type.Array(Type.String({ description: 'The name of a group.' }));
const ListedUser = Type.Composite([User, Type.Object({ groups })]);

/** Users of a pool, for programs with an operator's access token. */
export const userRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, { pools }) => {
  app.get(
    '/pools/:pool/users',
    {
      config: { permission: 'users:read', problems: ['pool_not_found', 'bad_cursor'] },
      schema: {
        tags: ['Users'],
        operationId: 'listUsers',
        summary: 'List or search users',
        params: Type.Object({ pool: Type.String() }),
        querystring: Type.Object({
          q: Type.Optional(Type.String({ maxLength: 16_384 })),
          sort: Type.Optional(Type.String({ maxLength: 2048 })),
          cursor: Type.Optional(Type.String({ maxLength: 16_384 })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        }),
        response: { 200: Type.Object({ users: Type.Array(ListedUser), nextCursor }) },
      },
    },
    async (request) => {
      const { reader } = pools.get(request.params.pool).directory;
      const { limit = 50, ...query } = request.query;
      const { search, sort, cursor } = readListState(query, await reader.attributes());
      const { terms, problem } = parseSearch(search);
      if (problem !== undefined) throw invalidInput({ q: problem.message }, problem.message);
      const page = await reader.list({ terms, sort, cursor, limit });
      return {
        users: page.users.map(({ user, groups: names }) => ({
          ...userAnswer(user),
          groups: [...names],
        })),
        ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
      };
    },
  );

  app.get(
    '/pools/:pool/users/:name',
    {
      config: { permission: 'users:read', problems: ['pool_not_found', 'user_not_found'] },
      schema: {
        tags: ['Users'],
        operationId: 'getUser',
        summary: 'Read one user',
        params: Type.Object({ pool: Type.String(), name: Type.String({ maxLength: 128 }) }),
        response: { 200: ListedUser },
      },
    },
    async (request) => {
      const target = await loadUser(pools.get(request.params.pool), request.params.name);
      return { ...userAnswer(target.user), groups: [...target.groups] };
    },
  );
};
