import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { actionLink, possibleActions } from '../actions/links.ts';
import { isOperatorGroup, type OperatorGroups } from '../actions/pipeline/guards.ts';
import { loadGroup } from '../actions/target.ts';
import { statusBadge } from '../directory/status.ts';
import { operatorOf } from '../operators/operator.ts';
import type { Pools } from '../pools.ts';
import { groupPath, groupsPath, userPath, withQuery } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import { addMemberLink } from './add-member.ts';
import type { GroupDetailPage } from './views.ts';

type Services = {
  readonly pools: Pools;
  readonly groups: OperatorGroups;
  readonly now: () => Date;
};

const membersOnAPage = 25;

/** One group with its members, a page at a time. */
export const groupDetailRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  app.get(
    '/pools/:pool/groups/:name',
    {
      config: { permission: 'groups:read' },
      schema: {
        params: Type.Object({ pool: Type.String(), name: Type.String({ maxLength: 128 }) }),
        querystring: Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 16_384 })) }),
      },
    },
    async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const operator = operatorOf(request);
      const { cursor } = request.query;
      const now = services.now();
      const target = await loadGroup(pool, request.params.name);
      const { group, name } = target;
      const [members, description] = await Promise.all([
        pool.gateway.listGroupMembers({ group: name, limit: membersOnAPage, token: cursor }),
        pool.gateway.describePool(),
      ]);
      const path = groupPath(pool.alias, name);
      const context: GroupDetailPage = {
        name,
        description: group.description,
        precedence: group.precedence === undefined ? '' : String(group.precedence),
        roleArn: group.roleArn,
        isOperatorGroup: pool.isOperatorPool && isOperatorGroup(services.groups, name),
        createdAt: momentOf(group.createdAt, now),
        modifiedAt: momentOf(group.modifiedAt, now),
        members: members.items.map((user) => ({
          username: user.username,
          href: userPath(pool.alias, user.username),
          email: user.attributes.email ?? '',
          status: statusBadge(user.status),
          isEnabled: user.isEnabled,
          remove: actionLink(
            'user.remove-from-group',
            operator,
            pool.alias,
            { kind: 'user', name: user.username },
            { values: { group: name }, back: path },
          ),
        })),
        firstHref: cursor ? path : undefined,
        nextHref:
          members.nextToken === undefined
            ? undefined
            : withQuery(path, { cursor: members.nextToken }),
        addMember: addMemberLink(operator, pool.alias, name),
        actions: possibleActions(operator, pool.alias, target, description),
        listHref: groupsPath(pool.alias),
        problem: '',
      };
      return reply.page({ title: name, template: 'groups/detail', context });
    },
  );
};
