import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { actionLink } from '../actions/links.ts';
import { isOperatorGroup, type OperatorGroups } from '../actions/pipeline/guards.ts';
import type { PoolGroup } from '../cognito/types.ts';
import { PoolkeeperError } from '../errors.ts';
import { operatorOf } from '../operators/operator.ts';
import type { ManagedPool, Pools } from '../pools.ts';
import { groupPath, groupsPath, withQuery } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { GroupListPage } from './views.ts';

type Services = {
  readonly pools: Pools;
  readonly groups: OperatorGroups;
  readonly now: () => Date;
};

const rowsOnAPage = 60;

/** The groups of a pool. */
export const groupListRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  app.get(
    '/pools/:pool/groups',
    {
      config: { permission: 'groups:read' },
      schema: {
        params: Type.Object({ pool: Type.String() }),
        querystring: Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 16_384 })) }),
      },
    },
    async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const { cursor } = request.query;
      const now = services.now();
      const { groups, nextToken, problem } = await read(pool, cursor);
      const path = groupsPath(pool.alias);
      const context: GroupListPage = {
        rows: groups.map((group) => ({
          name: group.name,
          href: groupPath(pool.alias, group.name),
          description: group.description,
          precedence: group.precedence === undefined ? '' : String(group.precedence),
          roleArn: group.roleArn,
          isOperatorGroup: pool.isOperatorPool && isOperatorGroup(services.groups, group.name),
          modifiedAt: momentOf(group.modifiedAt, now),
        })),
        firstHref: cursor ? path : undefined,
        nextHref: nextToken === undefined ? undefined : withQuery(path, { cursor: nextToken }),
        problem,
        create: actionLink('group.create', operatorOf(request), pool.alias, {
          kind: 'pool',
          name: pool.alias,
        }),
      };
      return reply.page({ title: 'Groups', template: 'groups/list', context });
    },
  );
};

async function read(
  pool: ManagedPool,
  token: string | undefined,
): Promise<{ groups: readonly PoolGroup[]; nextToken: string | undefined; problem: string }> {
  try {
    const page = await pool.gateway.listGroups({ limit: rowsOnAPage, token });
    return { groups: page.items, nextToken: page.nextToken, problem: '' };
  } catch (error) {
    if (!(error instanceof PoolkeeperError)) throw error;
    return { groups: [], nextToken: undefined, problem: error.publicMessage };
  }
}
