import { Readable } from 'node:stream';
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { operatorOf } from '../../operators/operator.ts';
import type { ManagedPool, Pools } from '../../pools.ts';
import { whileAllowed } from '../../web/requests/while-allowed.ts';
import type { AuditEntry, AuditFilter, AuditIntent } from '../entry.ts';
import { exportFormats } from '../export/formats.ts';
import { gather } from '../export/gather.ts';
import { createExportSlots } from '../export/slots.ts';
import type { AuditLog } from '../store.ts';
import { actorOf } from './actor.ts';
import { filterOf, filterQuery, typedFilter } from './filter.ts';

type Services = {
  readonly pools: Pools;
  readonly audit: AuditLog;
  readonly now: () => Date;
  /** Monotonic milliseconds, for durations. */
  readonly elapsed: () => number;
};

/** The filtered audit as a file, sent while it is read. That it was exported is in the audit too. */
export const auditExportRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const slots = createExportSlots();
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
        const release = slots.take(operatorOf(request).sub);
        // However it ends: complete, cancelled by the reader, or refused further on.
        reply.raw.once('close', release);
        if (reply.raw.destroyed) release();
        const typed = typedFilter(request.query);
        const given = Object.entries(typed).filter(([, value]) => value !== '');
        const intent: AuditIntent = {
          actor: actorOf(request),
          pool: pool.alias,
          action: 'audit.export',
          target: { kind: 'pool', name: pool.alias, sub: '' },
          input: { format: format.extension, ...Object.fromEntries(given) },
        };
        const entries = whileAllowed(
          request,
          await audited(services, intent, filterOf(typed, pool.alias)),
          services.elapsed,
        );
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

/** The entries up to now; the export itself is written before the first and after the last one. */
async function audited(
  { audit, elapsed }: Services,
  intent: AuditIntent,
  filter: AuditFilter,
): Promise<AsyncGenerator<AuditEntry, void, void>> {
  const number = await audit.intent(intent);
  const start = elapsed();
  const walked = audit.walk({ ...filter, before: number });
  return (async function* () {
    let isComplete = false;
    try {
      yield* walked;
      isComplete = true;
    } finally {
      await audit.outcome(number, intent, isComplete ? undefined : brokenOff, elapsed() - start);
    }
  })();
}

const brokenOff = {
  code: 'export_broken_off',
  publicMessage: 'The file was not taken to its end.',
};

function fileName({ alias }: ManagedPool, now: Date): string {
  return `audit-${alias.replace(/[^\w.-]/g, '_')}-${now.toISOString().slice(0, 10)}`;
}
