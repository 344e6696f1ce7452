import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { attributeLabel, editableAttributes } from '../actions/attributes/attribute-fields.ts';
import { contactAttributes, isVerified } from '../actions/attributes/contacts.ts';
import { headingOf } from '../actions/display-name.ts';
import { actionLink, possibleActions } from '../actions/links.ts';
import type { UserTarget } from '../actions/target.ts';
import { identitiesOf, identityLabel } from '../actions/user/providers/identities.ts';
import type { AuditLog } from '../audit/store.ts';
import { readTimelinePage } from '../audit/user-history.ts';
import type { PoolDescription, PoolUser } from '../cognito/types.ts';
import { statusBadgeOf } from '../directory/status.ts';
import { notFound } from '../errors.ts';
import { type Operator, operatorOf } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { Pools } from '../pools.ts';
import { auditPath, groupPath, userPath, usersPath, withQuery } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { ActionLink, Badge } from '../web/rendering/page.ts';
import { nextStepCard } from './detail/next-step-card.ts';
import { userSectionRoutes } from './detail/routes.ts';
import { sections } from './detail/sections.ts';
import { timelineLine } from './history-lines.ts';
import type { UserDetailPage } from './views.ts';

type Services = { readonly pools: Pools; readonly audit: AuditLog; readonly now: () => Date };

const linesOfHistory = 20;

/** Offered elsewhere on the page than in the list of actions. */
const placedApart = new Set([
  'user.edit-attributes',
  'user.add-to-group',
  'user.remove-from-group',
  'user.mend',
  'user.add-contact',
  'user.set-mfa',
  'user.end-session',
  'user.forget-device',
  'user.judge-sign-in',
  'user.link-provider',
  'user.unlink-provider',
]);

const verified: Badge = {
  label: 'Verified',
  tone: 'green',
  explanation: 'Codes can be sent here.',
};

const unverified: Badge = {
  label: 'Not verified',
  tone: 'yellow',
  explanation: 'No code is sent here until it is verified.',
};

/** Everything about one user, re-read from the pool at this moment. */
export const userDetailRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  await app.register(userSectionRoutes, services);
  app.get(
    '/pools/:pool/users/:name',
    {
      config: { permission: 'users:read' },
      schema: {
        params: Type.Object({ pool: Type.String(), name: Type.String({ maxLength: 128 }) }),
        querystring: Type.Object({ history: Type.Optional(Type.String({ maxLength: 64 })) }),
      },
    },
    async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const operator = operatorOf(request);
      const now = services.now();
      const [found, description] = await Promise.all([
        pool.directory.find(request.params.name),
        pool.gateway.describePool().catch(() => undefined),
      ]);
      if (found === undefined) {
        throw notFound(
          'user_not_found',
          'There is no user of this name in this pool. It may have been deleted; the audit tells who did it.',
        );
      }
      const { user, groups, problem } = found;
      const target: UserTarget = {
        kind: 'user',
        name: user.username,
        sub: user.sub,
        user,
        groups: groups ?? [],
      };
      const link = (id: string, group?: string): ActionLink | undefined =>
        actionLink(
          id,
          operator,
          pool.alias,
          target,
          group === undefined ? {} : { values: { group } },
        );
      const mayAudit = isAllowed(operator.role, 'audit:read');
      const { history: cursor } = request.query;
      const history = await readTimelinePage(
        { reader: pool.directory.reader, audit: mayAudit ? services.audit : undefined },
        { pool: pool.alias, user, limit: linesOfHistory, cursor },
      );
      const path = userPath(pool.alias, user.username);
      const context: UserDetailPage = {
        username: user.username,
        title: headingOf(user),
        sub: user.sub,
        status: statusBadgeOf(user, description?.passwordPolicy, now),
        isEnabled: user.isEnabled,
        createdAt: momentOf(user.createdAt, now),
        modifiedAt: momentOf(user.modifiedAt, now),
        attributes: attributesOf(user, description),
        groups: groups?.map((name) => ({
          name,
          href: groupPath(pool.alias, name),
          description: '',
          remove: link('user.remove-from-group', name),
        })),
        addToGroup: link('user.add-to-group'),
        edit: link('user.edit-attributes'),
        nextStep: description && nextStepCard(operator, pool.alias, target, description, now),
        actions: offered(operator, pool.alias, target, description),
        sections: sections.map(({ id, title }) => ({
          id,
          title,
          href: `${path}/${id}`,
        })),
        history: {
          lines: history.items.map((item) => timelineLine(item, pool.alias, now)),
          newestHref: cursor === undefined ? undefined : `${path}#history`,
          olderHref:
            history.nextCursor && `${withQuery(path, { history: history.nextCursor })}#history`,
          auditHref: mayAudit
            ? withQuery(auditPath(pool.alias), { target: user.username })
            : undefined,
        },
        listHref: usersPath(pool.alias),
        problem,
      };
      return reply.page({ title: context.title, template: 'users/detail', context });
    },
  );
};

/** What the page offers besides the card on top, in the order of the list of actions. */
function offered(
  operator: Operator,
  pool: string,
  target: UserTarget,
  description: PoolDescription | undefined,
): readonly ActionLink[] {
  if (description === undefined) return [];
  return possibleActions(operator, pool, target, description).filter(
    ({ id }) => !placedApart.has(id),
  );
}

/** "Google/1234" instead of the JSON text in which the pool keeps it. */
function identitiesText(user: PoolUser, value: string): string {
  return identitiesOf(user).map(identityLabel).join(', ') || value;
}

/** In the order of the edit form; what the pool's schema does not name comes last. */
function attributesOf(
  user: PoolUser,
  description: PoolDescription | undefined,
): UserDetailPage['attributes'] {
  const order = description ? editableAttributes(description).map(({ name }) => name) : [];
  const rank = (name: string): number => {
    const index = order.indexOf(name);
    return index < 0 ? order.length : index;
  };
  const flags = contactAttributes.map((contact) => `${contact}_verified`);
  return Object.entries(user.attributes)
    .filter(
      ([name]) =>
        !flags.includes(name) || user.attributes[name.replace('_verified', '')] === undefined,
    )
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([name, value]) => {
      const contact = contactAttributes.find((one) => one === name);
      return {
        name,
        label: attributeLabel(name),
        value: name === 'identities' ? identitiesText(user, value) : value,
        verified: contact && (isVerified(user, contact) ? verified : unverified),
      };
    });
}
