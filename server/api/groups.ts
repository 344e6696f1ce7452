import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { loadGroup } from '../actions/target.ts';
import type { Pools } from '../pools.ts';
import { Group, groupAnswer, nextCursor, User, userAnswer } from './answers.ts';

/** As many as Cognito answers in one page. */
const page = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 16_384 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
});
const ofPool = Type.Object({ pool: Type.String() });
const ofGroup = Type.Object({ pool: Type.String(), name: Type.String({ maxLength: 128 }) });

/** Groups of a pool and their members, for programs with an operator's access token. */
export const groupRoutes: FastifyPluginAsyncTypebox<{ readonly pools: Pools }> = async (
  app,
  { pools },
) => {
  const config = { permission: 'groups:read' } as const;

  app.get(
    '/pools/:pool/groups',
    {
      config,
      schema: {
        params: ofPool,
        querystring: page,
        response: { 200: Type.Object({ groups: Type.Array(Group), nextCursor }) },
      },
    },
    async ({ params, query: { cursor, limit = 60 } }) => {
      const { gateway } = pools.get(params.pool);
      const { items, nextToken } = await gateway.listGroups({ limit, token: cursor });
      return {
        groups: items.map(groupAnswer),
        ...(nextToken !== undefined && { nextCursor: nextToken }),
      };
    },
  );

  app.get(
    '/pools/:pool/groups/:name',
    { config, schema: { params: ofGroup, response: { 200: Group } } },
    async ({ params }) => {
      const { group } = await loadGroup(pools.get(params.pool), params.name);
      return groupAnswer(group);
    },
  );

  app.get(
    '/pools/:pool/groups/:name/members',
    {
      config,
      schema: {
        params: ofGroup,
        querystring: page,
        response: { 200: Type.Object({ users: Type.Array(User), nextCursor }) },
      },
    },
    async ({ params, query: { cursor, limit = 60 } }) => {
      const pool = pools.get(params.pool);
      const { name: group } = await loadGroup(pool, params.name);
      const request = { group, limit, token: cursor };
      const { items, nextToken } = await pool.gateway.listGroupMembers(request);
      return {
        users: items.map(userAnswer),
        ...(nextToken !== undefined && { nextCursor: nextToken }),
      };
    },
  );
};
