import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import type { UserTarget } from '../../actions/target.ts';
import type { PoolUser } from '../../cognito/types.ts';
import { resolveUser } from '../../directory/resolve-user.ts';
import { Group, groupAnswer, ref, User, userAnswer } from '../answers.ts';
import { hasRead, notModified } from '../etag.ts';
import { ofUser } from '../parameters.ts';
import type { ApiServices } from '../services.ts';
import { readUser } from './find.ts';

/** Problems of every operation that names a user. */
export const ofNamedUser = ['pool_not_found', 'user_not_found', 'ambiguous_alias'] as const;

/** One user, and its groups. */
export const oneUserRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, { pools }) => {
  app.get(
    '/pools/:pool/users/:username',
    {
      config: { permission: 'users:read', problems: ofNamedUser },
      schema: {
        tags: ['Users'],
        operationId: 'getUser',
        summary: 'Read one user',
        description:
          'The user is as the pool has it now, at the cost of one call to it. `groups` and `secondFactors` come from the mirror; the operations for them ask the pool.',
        params: ofUser,
        response: { 200: ref(User), ...notModified },
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const { user, isLastKnown, ...besides } = await readUser(pool, request.params.username);
      // What was last known is no state to base a change on, so it has no tag.
      if (isLastKnown) return { ...userAnswer(user, besides), isLastKnown };
      if (hasRead(request, reply, targetOf(user, besides.groups))) return reply;
      return userAnswer(user, besides);
    },
  );

  app.get(
    '/pools/:pool/users/:username/groups',
    {
      config: { permission: 'users:read', problems: ofNamedUser },
      schema: {
        tags: ['Users'],
        operationId: 'listGroupsOfUser',
        summary: 'List the groups of a user',
        description: 'All of them, as the pool has them now.',
        params: ofUser,
        response: { 200: Type.Object({ groups: Type.Array(ref(Group)) }), ...notModified },
      },
    },
    async (request, reply) => {
      const { gateway } = pools.get(request.params.pool);
      const user = await resolveUser(gateway, request.params.username);
      const groups = await gateway.groupsOfUser(user.username);
      const names = groups.map(({ name }) => name);
      if (hasRead(request, reply, targetOf(user, names))) return reply;
      return { groups: groups.map((group) => groupAnswer(group)) };
    },
  );
};

function targetOf(user: PoolUser, groups: readonly string[]): UserTarget {
  return { kind: 'user', name: user.username, sub: user.sub, user, groups };
}
