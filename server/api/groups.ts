import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { loadGroup } from '../actions/target.ts';
import { Group, groupAnswer, nextCursor, ref, User, userAnswer } from './answers.ts';
import { hasRead, notModified } from './etag.ts';
import { ofGroup, ofPool } from './parameters.ts';
import type { ApiServices } from './services.ts';

/** As many as Cognito answers in one page. */
const page = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 16_384 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
});

/** Groups of a pool and their members, for programs with an operator's access token. */
export const groupRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, { pools }) => {
  const config = {
    permission: 'groups:read',
    problems: ['pool_not_found', 'group_not_found'],
  } as const;

  app.get(
    '/pools/:pool/groups',
    {
      config,
      schema: {
        tags: ['Groups'],
        operationId: 'listGroups',
        summary: 'List groups',
        params: ofPool,
        querystring: page,
        response: { 200: Type.Object({ groups: Type.Array(ref(Group)), nextCursor }) },
      },
    },
    async ({ params, query: { cursor, limit = 60 } }) => {
      const { gateway } = pools.get(params.pool);
      const { items, nextToken } = await gateway.listGroups({ limit, token: cursor });
      return {
        groups: items.map((group) => groupAnswer(group)),
        ...(nextToken !== undefined && { nextCursor: nextToken }),
      };
    },
  );

  app.get(
    '/pools/:pool/groups/:group',
    {
      config,
      schema: {
        tags: ['Groups'],
        operationId: 'getGroup',
        summary: 'Read one group',
        params: ofGroup,
        response: { 200: ref(Group), ...notModified },
      },
    },
    async (request, reply) => {
      const target = await loadGroup(pools.get(request.params.pool), request.params.group);
      if (hasRead(request, reply, target)) return reply;
      return groupAnswer(target.group);
    },
  );

  app.get(
    '/pools/:pool/groups/:group/members',
    {
      config,
      schema: {
        tags: ['Groups'],
        operationId: 'listMembers',
        summary: 'List the members of a group',
        params: ofGroup,
        querystring: page,
        response: { 200: Type.Object({ users: Type.Array(ref(User)), nextCursor }) },
      },
    },
    async ({ params, query: { cursor, limit = 60 } }) => {
      const pool = pools.get(params.pool);
      const { name: group } = await loadGroup(pool, params.group);
      const request = { group, limit, token: cursor };
      const { items, nextToken } = await pool.gateway.listGroupMembers(request);
      return {
        users: items.map((user) => userAnswer(user)),
        ...(nextToken !== undefined && { nextCursor: nextToken }),
      };
    },
  );
};
