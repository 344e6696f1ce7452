import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { loadGroup } from '../actions/target.ts';
import type { ManagedPool } from '../pools.ts';
import { Group, groupAnswer, nextCursor, ref, User, userAnswer } from './answers.ts';
import { hasRead, notModified } from './etag.ts';
import { linkPages, pageOfPool } from './paging.ts';
import { mostListed, ofGroup, ofPool, pageOf } from './parameters.ts';
import type { ApiServices } from './services.ts';

const querystring = Type.Object(pageOf(mostListed, mostListed), {
  additionalProperties: false,
});

/** Groups of a pool and their members, as the pool has them now. */
export const groupRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, { pools }) => {
  const permission = 'groups:read';
  const tags = ['Groups'];

  app.get(
    '/pools/:pool/groups',
    {
      config: { permission, problems: ['pool_not_found', 'bad_cursor'] },
      schema: {
        tags,
        operationId: 'listGroups',
        summary: 'List groups',
        description:
          'As the pool has them now. `memberCount` comes from the mirror, and is absent before its first sync.',
        params: ofPool,
        querystring,
        response: { 200: Type.Object({ groups: Type.Array(ref(Group)), nextCursor }) },
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const { cursor, limit = mostListed } = request.query;
      const { items, nextToken } = await pageOfPool(cursor, (token) =>
        pool.gateway.listGroups({ limit, token }),
      );
      const countOf = await memberCountsOf(pool);
      return {
        groups: items.map((group) => groupAnswer(group, countOf(group.name))),
        ...linkPages(request, reply, nextToken),
      };
    },
  );

  app.get(
    '/pools/:pool/groups/:group',
    {
      config: { permission, problems: ['pool_not_found', 'group_not_found'] },
      schema: {
        tags,
        operationId: 'getGroup',
        summary: 'Read one group',
        description: 'As the pool has it now, with its `ETag`.',
        params: ofGroup,
        response: { 200: ref(Group), ...notModified },
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const target = await loadGroup(pool, request.params.group);
      const countOf = await memberCountsOf(pool);
      if (hasRead(request, reply, target)) return reply;
      return groupAnswer(target.group, countOf(target.name));
    },
  );

  app.get(
    '/pools/:pool/groups/:group/members',
    {
      config: { permission, problems: ['pool_not_found', 'group_not_found', 'bad_cursor'] },
      schema: {
        tags,
        operationId: 'listMembers',
        summary: 'List the members of a group',
        description:
          'As the pool has them now. `GET /users?q=group:NAME` lists them from the mirror, with their groups, in any order.',
        params: ofGroup,
        querystring,
        response: { 200: Type.Object({ users: Type.Array(ref(User)), nextCursor }) },
      },
    },
    async (request, reply) => {
      const { gateway } = pools.get(request.params.pool);
      const { group } = request.params;
      const { cursor, limit = mostListed } = request.query;
      const { items, nextToken } = await pageOfPool(cursor, (token) =>
        gateway.listGroupMembers({ group, limit, token }),
      );
      return {
        users: items.map((user) => userAnswer(user)),
        ...linkPages(request, reply, nextToken),
      };
    },
  );
};

/** How many members a group has in the mirror; undefined before the first sync. */
async function memberCountsOf({
  directory,
}: ManagedPool): Promise<(group: string) => number | undefined> {
  const counts = await directory.reader.memberCounts();
  return (group) => counts && (counts.get(group) ?? 0);
}
