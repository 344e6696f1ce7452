import { Readable } from 'node:stream';
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { operatorOf } from '../../operators/operator.ts';
import type { ManagedPool, Pools } from '../../pools.ts';
import { whileAllowed } from '../../web/requests/while-allowed.ts';
import { actorOf } from '../actor.ts';
import { exportedEntries } from '../export/audited.ts';
import { exportFormats } from '../export/formats.ts';
import { gather } from '../export/gather.ts';
import type { ExportSlots } from '../export/slots.ts';
import type { AuditLog } from '../store.ts';
import { filterOf, filterQuery, typedFilter } from './filter.ts';

type Services = {
  readonly pools: Pools;
  readonly audit: AuditLog;
  readonly now: () => Date;
  /** Monotonic milliseconds, for durations. */
  readonly elapsed: () => number;
  readonly exportSlots: ExportSlots;
};

/** The filtered audit as a file, sent while it is read. That it was exported is in the audit too. */
export const auditExportRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  for (const format of exportFormats) {
    app.get(
      `/pools/:pool/audit/export.${format.extension}`,
      {
        config: { permission: 'audit:export' },
        schema: {
          params: Type.Object({ pool: Type.String() }),
          querystring: Type.Object(filterQuery),
        },
      },
      async (request, reply) => {
        const pool = services.pools.get(request.params.pool);
        const release = services.exportSlots.take(operatorOf(request).sub);
        // However it ends: complete, cancelled by the reader, or refused further on.
        reply.raw.once('close', release);
        if (reply.raw.destroyed) release();
        const typed = typedFilter(request.query);
        const audited = await exportedEntries(services, {
          actor: actorOf(request),
          pool: pool.alias,
          format: format.extension,
          filter: filterOf(typed, pool.alias),
          typed,
        });
        const entries = whileAllowed(request, audited, services.elapsed);
        return reply
          .type(format.contentType)
          .header(
            'Content-Disposition',
            `attachment; filename="${fileName(pool, services.now())}.${format.extension}"`,
          )
          .send(Readable.from(gather(format.write(entries))));
      },
    );
  }
};

function fileName({ alias }: ManagedPool, now: Date): string {
  return `audit-${alias.replace(/[^\w.-]/g, '_')}-${now.toISOString().slice(0, 10)}`;
}
