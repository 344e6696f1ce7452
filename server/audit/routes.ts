import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { actions } from '../actions/registry.ts';
import type { Pools } from '../pools.ts';
import { auditPath, withQuery } from '../web/paths.ts';
import { auditOutcomes } from './entry.ts';
import { auditLine, outcomeBadge } from './lines.ts';
import type { AuditLog } from './store.ts';
import type { AuditPage } from './views.ts';

type Services = { readonly pools: Pools; readonly audit: AuditLog; readonly now: () => Date };

const linesOnAPage = 50;

const text = Type.Optional(Type.String({ maxLength: 2048 }));

/** Who did what to whom, newest first. */
export const auditRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  app.get(
    '/pools/:pool/audit',
    {
      config: { permission: 'audit:read' },
      schema: {
        params: Type.Object({ pool: Type.String() }),
        querystring: Type.Object({
          operator: text,
          target: text,
          actionId: text,
          outcome: text,
          before: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Literal('')])),
        }),
      },
    },
    async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const { operator = '', target = '', actionId = '', outcome = '', before } = request.query;
      const entries = await services.audit.list(
        {
          pool: pool.alias,
          operator: operator.trim() || undefined,
          targetName: target.trim() || undefined,
          action: actionId || undefined,
          outcome: auditOutcomes.find((one) => one === outcome),
          before: before || undefined,
        },
        linesOnAPage + 1,
      );
      const shown = entries.slice(0, linesOnAPage);
      const path = auditPath(pool.alias);
      const here = withQuery(path, { operator, target, actionId, outcome });
      const last = shown.at(-1);
      const context: AuditPage = {
        lines: shown.map((entry) => auditLine(entry, services.now())),
        action: path,
        filter: {
          operator,
          target,
          actionId,
          actions: [
            { value: '', label: 'Any action' },
            ...actions.map(({ id, title }) => ({ value: id, label: title })),
          ],
          outcome,
          outcomes: [
            { value: '', label: 'Any outcome' },
            ...auditOutcomes.map((one) => ({ value: one, label: outcomeBadge(one).label })),
          ],
        },
        isFiltered: here !== path,
        clearHref: path,
        firstHref: before ? here : undefined,
        olderHref:
          last && entries.length > linesOnAPage
            ? withQuery(here, { before: String(last.number) })
            : undefined,
      };
      return reply.page({
        title: 'Audit',
        template: 'audit/list',
        fragment: 'audit/_results',
        context,
      });
    },
  );
};
