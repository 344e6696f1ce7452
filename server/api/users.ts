import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import type { PoolUser } from '../cognito/types.ts';
import { readListState } from '../directory/list-state.ts';
import { resolveUser } from '../directory/resolve-user.ts';
import { parseSearch } from '../directory/search-language.ts';
import { invalidInput } from '../errors.ts';
import type { ManagedPool } from '../pools.ts';
import { nextCursor, ref, User, userAnswer } from './answers.ts';
import { hasRead, notModified } from './etag.ts';
import { ofUser } from './parameters.ts';
import type { ApiServices } from './services.ts';

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
        response: { 200: Type.Object({ users: Type.Array(ref(User)), nextCursor }) },
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
        users: page.users.map(({ user, ...besides }) => userAnswer(user, besides)),
        ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
      };
    },
  );

  app.get(
    '/pools/:pool/users/:username',
    {
      config: {
        permission: 'users:read',
        problems: ['pool_not_found', 'user_not_found', 'ambiguous_alias'],
      },
      schema: {
        tags: ['Users'],
        operationId: 'getUser',
        summary: 'Read one user',
        params: ofUser,
        response: { 200: ref(User), ...notModified },
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const user = await resolveUser(pool.gateway, request.params.username);
      const known = await pool.directory.reader.find(user.sub || user.username);
      const isKnown = known?.deletedAt === undefined && known?.user.sub === user.sub;
      const groups = isKnown ? known.groups : await namesOfGroups(pool, user);
      const { username: name, sub } = user;
      if (hasRead(request, reply, { kind: 'user', name, sub, user, groups })) return reply;
      return userAnswer(user, { groups, mfa: isKnown ? known.mfa : undefined });
    },
  );
};

/** Of a user whom the mirror does not have yet. */
async function namesOfGroups({ gateway }: ManagedPool, user: PoolUser): Promise<readonly string[]> {
  return (await gateway.groupsOfUser(user.username)).map(({ name }) => name).toSorted();
}
