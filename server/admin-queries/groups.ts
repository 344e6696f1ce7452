import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { loadGroup } from '../actions/target.ts';
import { resolveUser } from '../directory/resolve-user.ts';
import {
  NextToken,
  pageOfPool,
  pageParameters,
  placeToken,
  readPage,
  readPlace,
} from './paging.ts';
import type { AdminQueriesServices } from './services.ts';
import {
  GroupOfUser,
  groupOfUser,
  ListedGroup,
  ListedUser,
  listedGroup,
  listedUser,
} from './shapes.ts';

const strict = { additionalProperties: false } as const;

/** The routes about groups that change nothing; all of them read the pool itself. */
export const groupRoutes: FastifyPluginAsyncTypebox<Pick<AdminQueriesServices, 'pool'>> = async (
  app,
  { pool },
) => {
  const config = { permission: 'groups:read' } as const;

  app.get(
    '/listGroups',
    {
      config,
      schema: {
        querystring: Type.Object(pageParameters, strict),
        response: { 200: Type.Object({ Groups: Type.Array(ListedGroup), NextToken }) },
      },
    },
    async ({ query }) => {
      const [{ items, nextToken }, { id }] = await Promise.all([
        pageOfPool(pool.gateway.listGroups(readPage(query))),
        pool.gateway.describePool(),
      ]);
      return {
        Groups: items.map((group) => listedGroup(group, id)),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },
  );

  app.get(
    '/listGroupsForUser',
    {
      config,
      schema: {
        querystring: Type.Object(
          { ...pageParameters, username: Type.String({ minLength: 1, maxLength: 2048 }) },
          strict,
        ),
        response: { 200: Type.Object({ Groups: Type.Array(GroupOfUser), NextToken }) },
      },
    },
    async ({ query }) => {
      const { limit, token } = readPage(query);
      const place = readPlace(token);
      const { username } = await resolveUser(pool.gateway, query.username);
      const groups = await pool.gateway.groupsOfUser(username);
      const end = place + limit;
      return {
        Groups: groups.slice(place, end).map(groupOfUser),
        ...(end < groups.length && { NextToken: placeToken(end) }),
      };
    },
  );

  app.get(
    '/listUsersInGroup',
    {
      config,
      schema: {
        querystring: Type.Object(
          { ...pageParameters, groupname: Type.String({ minLength: 1, maxLength: 128 }) },
          strict,
        ),
        response: { 200: Type.Object({ Users: Type.Array(ListedUser), NextToken }) },
      },
    },
    async ({ query }) => {
      const page = readPage(query);
      const { name: group } = await loadGroup(pool, query.groupname);
      const { items, nextToken } = await pageOfPool(
        pool.gateway.listGroupMembers({ ...page, group }),
      );
      return {
        Users: items.map(listedUser),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },
  );
};
