import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { actions } from '../actions/registry.ts';
import { rowNumberOf, rowNumberPattern } from '../db/row-number.ts';
import { operatorOf } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { Pools } from '../pools.ts';
import { auditPath, withQuery } from '../web/paths.ts';
import { auditOutcomes } from './entry.ts';
import { eventTitles } from './events.ts';
import { exportFormats } from './export/formats.ts';
import { auditLine, outcomeBadge } from './lines.ts';
import { filterOf, filterQuery, typedFilter } from './pages/filter.ts';
import type { AuditLog } from './store.ts';
import type { AuditPage } from './views.ts';

type Services = { readonly pools: Pools; readonly audit: AuditLog; readonly now: () => Date };

const linesOnAPage = 50;

/** What entries can be about, by id. */
const titles = [
  ...actions.map(({ id, title }) => ({ value: id, label: title })),
  ...[...eventTitles]
    .filter(([id]) => id.includes('.'))
    .map(([value, label]) => ({ value, label })),
];

/** Who did what to whom, newest first. */
export const auditRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  app.get(
    '/pools/:pool/audit',
    {
      config: { permission: 'audit:read' },
      schema: {
        params: Type.Object({ pool: Type.String() }),
        querystring: Type.Object({
          ...filterQuery,
          before: Type.Optional(
            Type.Union([Type.String({ pattern: rowNumberPattern }), Type.Literal('')]),
          ),
        }),
      },
    },
    async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const { before } = request.query;
      const typed = typedFilter(request.query);
      const entries = await services.audit.list(
        { ...filterOf(typed, pool.alias), before: rowNumberOf(before) },
        linesOnAPage + 1,
      );
      const shown = entries.slice(0, linesOnAPage);
      const path = auditPath(pool.alias);
      const here = withQuery(path, typed);
      const mayExport = isAllowed(operatorOf(request).role, 'audit:export');
      const last = shown.at(-1);
      const context: AuditPage = {
        lines: shown.map((entry) => auditLine(entry, pool.alias, services.now())),
        action: path,
        filter: {
          ...typed,
          actions: [{ value: '', label: 'Any action' }, ...titles],
          outcomes: [
            { value: '', label: 'Any outcome' },
            ...auditOutcomes.map((one) => ({ value: one, label: outcomeBadge(one).label })),
          ],
        },
        verifyHref: `${path}/verify`,
        exports: mayExport
          ? exportFormats.map(({ extension }) => ({
              label: extension.toUpperCase(),
              href: withQuery(`${path}/export.${extension}`, typed),
            }))
          : [],
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
