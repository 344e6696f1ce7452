import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { rowNumberPattern } from '../../db/row-number.ts';
import { PoolkeeperError } from '../../errors.ts';
import { operatorOf } from '../../operators/operator.ts';
import type { Pools } from '../../pools.ts';
import { auditEntryPath, auditPath } from '../../web/paths.ts';
import { goTo } from '../../web/requests/htmx.ts';
import { maySeeOrigin } from '../actor.ts';
import type { AuditLog } from '../store.ts';
import { auditEntryPage } from './entry-page.ts';

type Services = { readonly pools: Pools; readonly audit: AuditLog; readonly now: () => Date };

/** One entry of the audit with everything that is in it. */
export const auditEntryRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  app.get(
    '/pools/:pool/audit/:number',
    {
      config: { permission: 'audit:read' },
      schema: {
        params: Type.Object({
          pool: Type.String(),
          number: Type.String({ pattern: rowNumberPattern }),
        }),
      },
    },
    async (request, reply) => {
      const { alias } = services.pools.get(request.params.pool);
      const number = Number(request.params.number);
      const entry = await services.audit.entryOf(number);
      if (entry === undefined || (entry.pool !== '' && entry.pool !== alias)) {
        throw noSuchEntry(number);
      }
      // A number that a verification names may be that of the row with the outcome.
      if (entry.number !== number) return goTo(request, reply, auditEntryPath(alias, entry.number));
      return reply.page({
        title: `Entry ${number} of the audit`,
        template: 'audit/entry',
        context: auditEntryPage(entry, {
          path: auditPath(alias),
          maySeeOrigin: maySeeOrigin(operatorOf(request), entry),
          now: services.now(),
        }),
      });
    },
  );
};

function noSuchEntry(number: number): PoolkeeperError {
  return new PoolkeeperError({
    code: 'entry_not_found',
    status: 404,
    publicMessage: `The audit of this pool has no entry ${number}. Retention may have removed it.`,
  });
}
