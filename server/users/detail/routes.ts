import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { displayName } from '../../actions/display-name.ts';
import { actionLink, mayPerform } from '../../actions/links.ts';
import { findAction } from '../../actions/registry.ts';
import { loadUser } from '../../actions/target.ts';
import { PoolkeeperError } from '../../errors.ts';
import { operatorOf } from '../../operators/operator.ts';
import type { Pools } from '../../pools.ts';
import { userPath, withQuery } from '../../web/paths.ts';
import { wantsFragment } from '../../web/requests/htmx.ts';
import { type Section, type SectionRequest, sections } from './sections.ts';
import type { SectionContent, SectionPage } from './views.ts';

type Services = { readonly pools: Pools; readonly now: () => Date };

/** Each section of a user's page at an address of its own, read when it is asked for. */
export const userSectionRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  for (const section of sections) {
    app.get(
      `/pools/:pool/users/:name/${section.id}`,
      {
        config: { permission: 'users:read' },
        schema: {
          params: Type.Object({ pool: Type.String(), name: Type.String({ maxLength: 128 }) }),
          querystring: Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 16_384 })) }),
        },
      },
      async (request, reply) => {
        const pool = services.pools.get(request.params.pool);
        const operator = operatorOf(request);
        const [target, description] = await Promise.all([
          loadUser(pool, request.params.name),
          pool.gateway.describePool(),
        ]);
        const href = userPath(pool.alias, target.name);
        // On a page of its own, a part is what an action leads back to.
        const comingBack = wantsFragment(request) ? {} : { back: `${href}/${section.id}` };
        const content = await readOrExplain(section, {
          gateway: pool.gateway,
          target,
          now: services.now(),
          cursor: request.query.cursor || undefined,
          link(id, values = {}) {
            const action = findAction(id);
            if (action === undefined || !mayPerform(operator, action, target)) return undefined;
            if (action.refusal(target, description) !== undefined) return undefined;
            return actionLink(id, operator, pool.alias, target, { values, ...comingBack });
          },
        });
        const { nextCursor, ...shown } = content;
        const context: SectionPage = {
          ...shown,
          title: section.title,
          username: displayName(target.user),
          backHref: href,
          nextHref: nextCursor && withQuery(`${href}/${section.id}`, { cursor: nextCursor }),
        };
        return reply.page({
          title: `${section.title} of ${displayName(target.user)}`,
          template: 'users/section',
          fragment: 'users/_section',
          context,
        });
      },
    );
  }
};

/** What the plan or the settings of a pool lack is explained in place of the table. */
async function readOrExplain(
  section: Section,
  request: SectionRequest,
): Promise<SectionContent & { readonly nextCursor?: string | undefined }> {
  try {
    return await section.read(request);
  } catch (error) {
    const isMissing =
      error instanceof PoolkeeperError &&
      ['not_enabled_in_pool', 'not_supported_by_endpoint'].includes(error.code);
    if (!isMissing) throw error;
    return { note: section.missing, columns: [], rows: [], actions: [] };
  }
}
